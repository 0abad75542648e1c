using Microsoft.Extensions.DependencyInjection;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles.Records;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Infrastructure.Formats;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>Versions of baselines with each database: trained, quarantined, rolled back.</summary>
public abstract class TrainingCompliance : ProfileStorageTests
{
    [Fact]
    public async Task Train_WhenTrainingSamplesSuffice_PublishesTheNextVersionAndNothingTwice()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(TrainingSamples(12, LearningOutcome.Verified), default)).Train.Single();
        Assert.True(await Train(storage, user));
        Assert.False(await Train(storage, user));
        var profile = await Found(storage);
        Assert.Equal(
            (1, BaselineStatus.Published, "fixed_text"),
            (profile.PublishedVersion, profile.Versions[0].Status, string.Join(' ', profile.Versions[0].Models))
        );
        Assert.Equal(12, profile.TrainingSamples[SampleState.Kept]);
        var published = (await storage.Profiles.Published(user, default))!.Value;
        Assert.Equal((Tenant, User, 1), (published.Tenant, published.User, published.Baseline.Version));
        Assert.NotNull(BaselineFormat.Read(published.Baseline.Content, Crowd.Population)!.Text(Crowd.Password));
    }

    [Fact]
    public async Task Train_WhenThereAreTooFewSamples_PublishesNothing()
    {
        await using var storage = await Migrated();
        var user = (
            await storage.Profiles.Take(TrainingSamples(FixedTextTemplate.MinEntries - 1, LearningOutcome.Verified), default)
        ).Train.Single();
        Assert.False(await Train(storage, user));
        Assert.Empty((await Found(storage)).Versions);
    }

    [Fact]
    public async Task Train_WhenTwoNodesTrainOneUser_EachVersionIsOfOneTraining()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(TrainingSamples(12, LearningOutcome.Verified), default)).Train.Single();
        var (running, most) = (0, 0);
        for (var round = 1; round <= 3; round++)
        {
            var published = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => storage.Profiles.Train(user, training =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                var trained = Trained.Of(training, Crowd.Population);
                Interlocked.Decrement(ref running);
                return trained;
            }, default))));
            Assert.Equal((1, round), (published.Count(one => one), (await Found(storage)).PublishedVersion));
            await storage.Profiles.Take(TrainingSamples(2, LearningOutcome.Verified), default);
        }

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Train_WhenTheTrainingSamplesHaveDrifted_QuarantinesTheVersionAndSetsThemAside()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(TrainingSamples(24, LearningOutcome.Verified), default)).Train.Single();
        await Train(storage, user);
        await storage.Profiles.Take(TrainingSamples(40, LearningOutcome.Open, new Typist(2)), default);
        Assert.False(await Train(storage, user));
        var profile = await Found(storage);
        Assert.Equal(
            (1, 2, BaselineStatus.Quarantined),
            (profile.PublishedVersion, profile.Versions[0].Version, profile.Versions[0].Status)
        );
        Assert.Contains("drift", profile.Versions[0].Reason, StringComparison.Ordinal);
        Assert.True(profile.Versions[0].Drift > 0.5);
        Assert.Equal((24, 40), (profile.TrainingSamples[SampleState.Kept], profile.TrainingSamples[SampleState.Suspect]));
        Assert.Equal(1, (await storage.Profiles.Published(user, default))!.Value.Baseline.Version);
        // Verified samples are still used for training.
        await storage.Profiles.Take(
            [.. TrainingSamples(30, LearningOutcome.Open, new Typist(2)), .. TrainingSamples(3, LearningOutcome.Verified)],
            default
        );
        Assert.True(await Train(storage, user));
        profile = await Found(storage);
        Assert.Equal(
            (4, BaselineStatus.Published, BaselineStatus.Quarantined),
            (profile.PublishedVersion, profile.Versions[0].Status, profile.Versions[1].Status)
        );
        Assert.True(profile.Versions[0].Drift < 0.3 && profile.Versions[1].Drift > 0.5, "each version has a drift of its own");
        Assert.Equal((27, 70), (profile.TrainingSamples[SampleState.Kept], profile.TrainingSamples[SampleState.Suspect]));
    }

    [Fact]
    public async Task Train_WhenAnotherPopulationIsInUse_LearnsAnewOrPublishesNone()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(TrainingSamples(12, LearningOutcome.Verified), default)).Train.Single();
        await Train(storage, user);
        await using var services = storage.With(new Population { Id = "another" });
        var elsewhere = services.GetRequiredService<IProfiles>();
        // This population is empty: no model becomes mature with it, and the earlier version cannot be used.
        Assert.False(await elsewhere.Train(user, training => Trained.Of(training, new Population { Id = "another" }), default));
        Assert.Equal(0, (await elsewhere.Published(user, default))!.Value.Baseline.Version);
        Assert.False(await elsewhere.RollBack(user, 1, default));
        Assert.True(await storage.Profiles.RollBack(user, 1, default));
    }

    [Fact]
    public async Task RollBack_WhenAnEarlierVersionIsAskedFor_PublishesItAndDropsWhatCameAfter()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(TrainingSamples(12, LearningOutcome.Verified), default)).Train.Single();
        storage.Clock.SetUtcNow(Records.Start.AddHours(1));
        await Train(storage, user);
        storage.Clock.SetUtcNow(Records.Start.AddDays(1));
        await storage.Profiles.Take(TrainingSamples(6, LearningOutcome.Verified, at: Records.Start.AddDays(1).AddSeconds(1)), default);
        // Decided before the first version and released after it.
        await storage.Profiles.Take(TrainingSamples(4, LearningOutcome.Verified, at: Records.Start.AddSeconds(1)), default);
        storage.Clock.SetUtcNow(Records.Start.AddDays(2));
        await Train(storage, user);
        Assert.Equal(2, (await Found(storage)).PublishedVersion);
        Assert.False(await storage.Profiles.RollBack(user, 9, default));
        Assert.True(await storage.Profiles.RollBack(user, 1, default));
        var profile = await Found(storage);
        Assert.Equal(
            (1, BaselineStatus.RolledBack, BaselineStatus.Published),
            (profile.PublishedVersion, profile.Versions[0].Status, profile.Versions[1].Status)
        );
        Assert.Equal(12, profile.TrainingSamples.Values.Sum());
        // The next version gets a new number, because nodes expect one content for each version.
        await storage.Profiles.Take(TrainingSamples(2, LearningOutcome.Verified, at: Records.Start.AddDays(3)), default);
        await Train(storage, user);
        Assert.Equal(3, (await Found(storage)).PublishedVersion);
    }
}

public sealed class SqliteTrainingTests : TrainingCompliance
{
    protected override Task<string?> Postgres(string database) => Task.FromResult<string?>(null);
}

[Collection(PostgresParts.Name)]
public sealed class PostgresTrainingTests(PostgresServer server) : TrainingCompliance
{
    /// <summary>With SQLite the samples cannot arrive meanwhile: it has one writer.</summary>
    [Fact]
    public async Task Train_WhenSamplesArriveWhileItRuns_IsRequestedAgain()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(TrainingSamples(3, LearningOutcome.Verified), default)).Train.Single();
        var published = await storage.Profiles.Train(
            user,
            training =>
            {
                var work = storage.Profiles.Take(TrainingSamples(12, LearningOutcome.Verified), default).GetAwaiter().GetResult();
                Assert.Empty(work.Train);
                return Trained.Of(training, Crowd.Population);
            },
            default
        );
        Assert.False(published);
        Assert.True(await storage.Profiles.RequestMissed(user, default));
        Assert.False(await storage.Profiles.RequestMissed(user, default));
        Assert.True(await Train(storage, user));
        Assert.False(await storage.Profiles.RequestMissed(user, default));
    }

    protected override async Task<string?> Postgres(string database) => await server.Database(database);
}

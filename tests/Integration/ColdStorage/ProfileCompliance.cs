using Microsoft.Extensions.DependencyInjection;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Profiles.Records;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>Training samples with each database: how records of the outbox are kept, released and deleted.</summary>
public abstract class ProfileCompliance : ProfileStorageTests
{
    [Fact]
    public async Task Take_WhenTheSameRecordsComeAgain_KeepsEachTrainingSampleOnceAndAsksForOneTraining()
    {
        await using var storage = await Migrated();
        var records = TrainingSamples(3, LearningOutcome.Open);
        var first = await storage.Profiles.Take(records, default);
        var second = await storage.Profiles.Take(records, default);
        Assert.Single(first.Train);
        Assert.Empty(second.Train);
        Assert.Equal(3, (await Found(storage)).TrainingSamples[SampleState.New]);
    }

    [Fact]
    public async Task Take_WhenManyDrainsOfferTheSame_KeepsEachTrainingSampleOnceAndNobodyFails()
    {
        await using var storage = await Migrated();
        // Several users, whose records start at another position in each drain, as slices of a trimmed outbox do.
        var records = Enumerable
            .Range(0, 8)
            .SelectMany(i => TrainingSamples(12, LearningOutcome.Open).Select(record => record with { User = UserId.Parse($"u-{i}") }))
            .ToArray();
        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(drain => Task.Run(() => storage.Profiles.Take([.. records[(drain * 8)..], .. records[..(drain * 8)]], default)))
        );
        for (var i = 0; i < 8; i++)
            Assert.Equal(12, (await storage.Profiles.Find(Tenant, UserId.Parse($"u-{i}"), default))!.TrainingSamples[SampleState.New]);
        Assert.Empty(storage.Log);
    }

    [Fact]
    public async Task Take_WhenTheSessionPassesAChallenge_ReleasesWhatWaited()
    {
        await using var storage = await Migrated();
        var waiting = TrainingSamples(12, LearningOutcome.Quarantined);
        Assert.Empty((await storage.Profiles.Take(waiting, default)).Train);
        var another = TrainingSamples(2, LearningOutcome.Quarantined);
        await storage.Profiles.Take(another, default);
        var work = await storage.Profiles.Take([Answered(waiting[0].Session, ChallengeOutcome.Passed)], default);
        Assert.Single(work.Train);
        var samples = (await Found(storage)).TrainingSamples;
        Assert.Equal((12, 2), (samples[SampleState.New], samples[SampleState.Quarantined]));
    }

    [Fact]
    public async Task Take_WhenAChallengeIsPassed_VerifiesOnlyWhatCameJustBefore()
    {
        await using var storage = await Migrated();
        var (early, late) = (
            TrainingSamples(3, LearningOutcome.Quarantined),
            TrainingSamples(2, LearningOutcome.Quarantined, at: Later - LearningGate.VerifiesBack)
        );
        var user = (
            await storage.Profiles.Take(
                [
                    .. early,
                    .. late.Select(record => record with { Session = early[0].Session }),
                    Answered(early[0].Session, ChallengeOutcome.Passed),
                ],
                default
            )
        ).Train.Single();
        IReadOnlyList<StoredSample> met = [];
        await storage.Profiles.Train(
            user,
            training => Trained.Of(training with { TrainingSamples = met = training.TrainingSamples }, Crowd.Population),
            default
        );
        Assert.Equal([false, false, false, true, true], met.Select(sample => sample.Verified));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Take_WhenTheSessionIsBlockedOrFailsAChallenge_ForgetsWhatWaited(bool blocked)
    {
        await using var storage = await Migrated();
        var waiting = TrainingSamples(5, LearningOutcome.Quarantined);
        await storage.Profiles.Take(waiting, default);
        await storage.Profiles.Take(
            [
                blocked
                    ? waiting[0].Deciding(verdict => verdict with { DecisionId = Guid.NewGuid(), Decision = Decision.Block }) with
                    {
                        DecidedAt = Later,
                        Learning = LearningOutcome.Never,
                        TrainingSample = TrainingSample.Empty,
                    }
                    : Answered(waiting[0].Session, ChallengeOutcome.Failed),
            ],
            default
        );
        await storage.Profiles.Take([Answered(waiting[0].Session, ChallengeOutcome.Passed)], default);
        Assert.Empty((await Found(storage)).TrainingSamples);
    }

    [Fact]
    public async Task Expire_WhenSevenDaysHavePassed_ForgetsWhatNobodyReleased()
    {
        await using var storage = await Migrated();
        await storage.Profiles.Take(TrainingSamples(4, LearningOutcome.Quarantined), default);
        await storage.Profiles.Take(TrainingSamples(3, LearningOutcome.Open), default);
        storage.Clock.SetUtcNow(Records.Start.AddDays(6.9));
        Assert.Equal(0, await storage.Profiles.Expire(default));
        storage.Clock.SetUtcNow(Records.Start.AddDays(7.1));
        Assert.Equal(4, await storage.Profiles.Expire(default));
        Assert.Equal(3, (await Found(storage)).TrainingSamples[SampleState.New]);
    }

    [Fact]
    public async Task Forget_WhenATrainingRunsMeanwhile_WinsWhateverComesFirst()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(TrainingSamples(12, LearningOutcome.Verified), default)).Train.Single();
        var (learning, forgotten) = (new TaskCompletionSource(), default(Task<Forgotten>));
        var training = Task.Run(() => storage.Profiles.Train(user, set =>
        {
            forgotten = Task.Run(() => storage.Profiles.Forget(Tenant, User, erase: false, default));
            learning.SetResult();
            return Trained.Of(set, Crowd.Population);
        }, default));
        await learning.Task;
        await training;
        Assert.Equal(user, (await forgotten!).Id);
        var profile = await Found(storage);
        Assert.Equal((0, 0, 0), (profile.PublishedVersion, profile.Versions.Count, profile.TrainingSamples.Count));
        Assert.Equal(0, (await storage.Profiles.Published(user, default))!.Value.Baseline.Version);
        Assert.False(await Train(storage, user));
    }

    [Fact]
    public async Task Take_WhenTheUserWasForgotten_DropsWhatWasStillOnItsWay()
    {
        await using var storage = await Migrated();
        var onItsWay = TrainingSamples(5, LearningOutcome.Verified);
        storage.Clock.SetUtcNow(Records.Start.AddMinutes(1));
        await storage.Profiles.Forget(Tenant, User, erase: false, default);
        await storage.Profiles.Take(onItsWay, default);
        Assert.Empty((await Found(storage)).TrainingSamples);
        await storage.Profiles.Take(TrainingSamples(5, LearningOutcome.Verified, at: Records.Start.AddMinutes(2)), default);
        Assert.Equal(5, (await Found(storage)).TrainingSamples[SampleState.New]);
    }

    [Fact]
    public async Task Take_WhenASessionOpenedWithoutThePublishedBaseline_AsksForItToBeBrought()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(TrainingSamples(12, LearningOutcome.Verified), default)).Train.Single();
        await Train(storage, user);
        var opened = Records.Batch(Tenant).Deciding(verdict => verdict with { Decision = Decision.Allow, BaselineVersion = 0 }) with
        {
            Kind = AuditKind.SessionOpened,
            User = User,
        };
        Assert.Equal([user], (await storage.Profiles.Take([opened], default)).Publish);
        Assert.Empty((await storage.Profiles.Take([opened.Deciding(verdict => verdict with { BaselineVersion = 1 })], default)).Publish);
        Assert.Empty((await storage.Profiles.Take([opened with { Tenant = Records.NewTenant() }], default)).Publish);
    }
}

public sealed class SqliteProfileTests : ProfileCompliance
{
    protected override Task<string?> Postgres(string database) => Task.FromResult<string?>(null);
}

[Collection(PostgresParts.Name)]
public sealed class PostgresProfileTests(PostgresServer server) : ProfileCompliance
{
    protected override async Task<string?> Postgres(string database) => await server.Database(database);
}

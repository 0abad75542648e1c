using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.Formats;
using Sentinel.Tests;
using Sentinel.Tests.Domain.People;

namespace Sentinel.Integration.Tests.ColdStorage;

/// <summary>What is learnt of users, over each database: from the records of the outbox to versions of baselines.</summary>
public abstract class ProfileCompliance
{
    private static readonly UserId User = UserId.Parse("u-42");

    private readonly TenantId tenant = Records.NewTenant();
    private readonly Typist typist = new(1);

    [Fact]
    public async Task Take_WhenTheSameRecordsComeAgain_KeepsEachLessonOnceAndAsksForOneTraining()
    {
        await using var storage = await Migrated();
        var records = Lessons(3, Learning.Open);
        var first = await storage.Profiles.Take(records, default);
        var second = await storage.Profiles.Take(records, default);
        Assert.Single(first.Train);
        Assert.Empty(second.Train);
        Assert.Equal(3, (await Found(storage)).Lessons[LessonState.New]);
    }

    [Fact]
    public async Task Take_WhenTheSessionPassesAChallenge_ReleasesWhatWaited()
    {
        await using var storage = await Migrated();
        var waiting = Lessons(12, Learning.Quarantined);
        Assert.Empty((await storage.Profiles.Take(waiting, default)).Train);
        var another = Lessons(2, Learning.Quarantined);
        await storage.Profiles.Take(another, default);
        var work = await storage.Profiles.Take([Answered(waiting[0].Session, ContextReasons.ChallengePassed)], default);
        Assert.Single(work.Train);
        var lessons = (await Found(storage)).Lessons;
        Assert.Equal((12, 2), (lessons[LessonState.New], lessons[LessonState.Quarantined]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Take_WhenTheSessionIsBlockedOrFailsAChallenge_ForgetsWhatWaited(bool blocked)
    {
        await using var storage = await Migrated();
        var waiting = Lessons(5, Learning.Quarantined);
        await storage.Profiles.Take(waiting, default);
        await storage.Profiles.Take([blocked
            ? waiting[0] with { DecisionId = Guid.NewGuid(), DecidedAt = Later, Decision = Decision.Block, Learning = Learning.Never, Lesson = Lesson.Empty }
            : Answered(waiting[0].Session, ContextReasons.ChallengeFailed)], default);
        await storage.Profiles.Take([Answered(waiting[0].Session, ContextReasons.ChallengePassed)], default);
        Assert.Empty((await Found(storage)).Lessons);
    }

    [Fact]
    public async Task Expire_WhenSevenDaysHavePassed_ForgetsWhatNobodyReleased()
    {
        await using var storage = await Migrated();
        await storage.Profiles.Take(Lessons(4, Learning.Quarantined), default);
        await storage.Profiles.Take(Lessons(3, Learning.Open), default);
        storage.Clock.SetUtcNow(Records.Start.AddDays(6.9));
        Assert.Equal(0, await storage.Profiles.Expire(default));
        storage.Clock.SetUtcNow(Records.Start.AddDays(7.1));
        Assert.Equal(4, await storage.Profiles.Expire(default));
        Assert.Equal(3, (await Found(storage)).Lessons[LessonState.New]);
    }

    [Fact]
    public async Task Train_WhenLessonsSuffice_PublishesTheNextVersionAndNothingTwice()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(Lessons(12, Learning.Vouched), default)).Train.Single();
        Assert.True(await Train(storage, user));
        Assert.False(await Train(storage, user));
        var profile = await Found(storage);
        Assert.Equal((1, BaselineStatus.Published, "fixed_text"), (profile.PublishedVersion, profile.Versions[0].Status, string.Join(' ', profile.Versions[0].Models)));
        Assert.Equal(12, profile.Lessons[LessonState.Kept]);
        var published = (await storage.Profiles.Published(user, default))!.Value;
        Assert.Equal((tenant, User, 1), (published.Tenant, published.User, published.Baseline.Version));
        Assert.NotNull(BaselineFormat.Read(published.Baseline.Content, Crowd.Population)!.Text(Crowd.Password));
    }

    [Fact]
    public async Task Train_WhenTooLittleWasTaught_PublishesNothing()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(Lessons(TextTemplate.FewestEntries - 1, Learning.Vouched), default)).Train.Single();
        Assert.False(await Train(storage, user));
        Assert.Empty((await Found(storage)).Versions);
    }

    [Fact]
    public async Task Train_WhenTwoNodesTrainOneUser_EachVersionIsOfOneTraining()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(Lessons(12, Learning.Vouched), default)).Train.Single();
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
            await storage.Profiles.Take(Lessons(2, Learning.Vouched), default);
        }

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Train_WhenTheLessonsHaveDrifted_QuarantinesTheVersionAndSetsThemAside()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(Lessons(24, Learning.Vouched), default)).Train.Single();
        await Train(storage, user);
        await storage.Profiles.Take(Lessons(40, Learning.Open, new Typist(2)), default);
        Assert.False(await Train(storage, user));
        var profile = await Found(storage);
        Assert.Equal((1, 2, BaselineStatus.Quarantined), (profile.PublishedVersion, profile.Versions[0].Version, profile.Versions[0].Status));
        Assert.Contains("drift", profile.Versions[0].Reason, StringComparison.Ordinal);
        Assert.True(profile.Versions[0].Drift > DriftCheck.Bound);
        Assert.Equal((24, 40), (profile.Lessons[LessonState.Kept], profile.Lessons[LessonState.Suspect]));
        Assert.Equal(1, (await storage.Profiles.Published(user, default))!.Value.Baseline.Version);
        // What a challenge vouches for is learnt beside it.
        await storage.Profiles.Take([.. Lessons(30, Learning.Open, new Typist(2)), .. Lessons(3, Learning.Vouched)], default);
        Assert.True(await Train(storage, user));
        profile = await Found(storage);
        Assert.Equal((4, BaselineStatus.Published, BaselineStatus.Quarantined), (profile.PublishedVersion, profile.Versions[0].Status, profile.Versions[1].Status));
        Assert.Equal((27, 70), (profile.Lessons[LessonState.Kept], profile.Lessons[LessonState.Suspect]));
    }

    [Fact]
    public async Task Train_WhenAnotherPopulationIsInUse_LearnsAnewOrPublishesNone()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(Lessons(12, Learning.Vouched), default)).Train.Single();
        await Train(storage, user);
        await using var services = storage.With(new Population { Id = "another" });
        var elsewhere = services.GetRequiredService<IProfiles>();
        // Their population knows nobody: nothing is mature against it, and the version of before says nothing there.
        Assert.False(await elsewhere.Train(user, training => Trained.Of(training, new Population { Id = "another" }), default));
        Assert.Equal(0, (await elsewhere.Published(user, default))!.Value.Baseline.Version);
        Assert.False(await elsewhere.RollBack(user, 1, default));
        Assert.True(await storage.Profiles.RollBack(user, 1, default));
    }

    [Fact]
    public async Task RollBack_WhenAnEarlierVersionIsAskedFor_PublishesItAndDropsWhatCameAfter()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(Lessons(12, Learning.Vouched), default)).Train.Single();
        storage.Clock.SetUtcNow(Records.Start.AddHours(1));
        await Train(storage, user);
        storage.Clock.SetUtcNow(Records.Start.AddDays(1));
        await storage.Profiles.Take(Lessons(6, Learning.Vouched, at: Records.Start.AddDays(1).AddSeconds(1)), default);
        // Decided before the first version, released after it.
        await storage.Profiles.Take(Lessons(4, Learning.Vouched, at: Records.Start.AddSeconds(1)), default);
        storage.Clock.SetUtcNow(Records.Start.AddDays(2));
        await Train(storage, user);
        Assert.Equal(2, (await Found(storage)).PublishedVersion);
        Assert.False(await storage.Profiles.RollBack(user, 9, default));
        Assert.True(await storage.Profiles.RollBack(user, 1, default));
        var profile = await Found(storage);
        Assert.Equal((1, BaselineStatus.RolledBack, BaselineStatus.Published), (profile.PublishedVersion, profile.Versions[0].Status, profile.Versions[1].Status));
        Assert.Equal(12, profile.Lessons.Values.Sum());
        // The next one is a new version: nodes take a version for one content.
        await storage.Profiles.Take(Lessons(2, Learning.Vouched, at: Records.Start.AddDays(3)), default);
        await Train(storage, user);
        Assert.Equal(3, (await Found(storage)).PublishedVersion);
    }

    [Fact]
    public async Task Forget_WhenATrainingRunsMeanwhile_WinsWhateverComesFirst()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(Lessons(12, Learning.Vouched), default)).Train.Single();
        var (learning, forgotten) = (new TaskCompletionSource(), default(Task<Forgotten>));
        var training = Task.Run(() => storage.Profiles.Train(user, set =>
        {
            forgotten = Task.Run(() => storage.Profiles.Forget(tenant, User, erase: false, default));
            learning.SetResult();
            return Trained.Of(set, Crowd.Population);
        }, default));
        await learning.Task;
        await training;
        Assert.Equal(user, (await forgotten!).Id);
        var profile = await Found(storage);
        Assert.Equal((0, 0, 0), (profile.PublishedVersion, profile.Versions.Count, profile.Lessons.Count));
        Assert.Equal(0, (await storage.Profiles.Published(user, default))!.Value.Baseline.Version);
        Assert.False(await Train(storage, user));
    }

    [Fact]
    public async Task Take_WhenTheUserWasForgotten_DropsWhatWasStillOnItsWay()
    {
        await using var storage = await Migrated();
        var onItsWay = Lessons(5, Learning.Vouched);
        storage.Clock.SetUtcNow(Records.Start.AddMinutes(1));
        await storage.Profiles.Forget(tenant, User, erase: false, default);
        await storage.Profiles.Take(onItsWay, default);
        Assert.Empty((await Found(storage)).Lessons);
        await storage.Profiles.Take(Lessons(5, Learning.Vouched, at: Records.Start.AddMinutes(2)), default);
        Assert.Equal(5, (await Found(storage)).Lessons[LessonState.New]);
    }

    [Fact]
    public async Task Take_WhenASessionOpenedWithoutThePublishedBaseline_AsksForItToBeBrought()
    {
        await using var storage = await Migrated();
        var user = (await storage.Profiles.Take(Lessons(12, Learning.Vouched), default)).Train.Single();
        await Train(storage, user);
        var opened = Records.Batch(tenant) with { Kind = AuditKind.SessionOpened, User = User, Decision = Decision.Allow, BaselineVersion = 0 };
        Assert.Equal([user], (await storage.Profiles.Take([opened], default)).Publish);
        Assert.Empty((await storage.Profiles.Take([opened with { BaselineVersion = 1 }], default)).Publish);
        Assert.Empty((await storage.Profiles.Take([opened with { Tenant = Records.NewTenant() }], default)).Publish);
    }

    protected abstract Task<string?> Postgres(string database);

    private static DateTimeOffset Later => Records.Start.AddMinutes(5);

    private IReadOnlyList<AuditRecord> Lessons(int count, Learning learning, Typist? by = null, DateTimeOffset? at = null)
    {
        var session = SessionId.Mint(Partition.Of(tenant, User), Records.Start);
        return [.. Enumerable.Range(0, count).Select(i => Records.Batch(tenant, i) with
        {
            DecisionId = Guid.NewGuid(),
            DecidedAt = (at ?? Records.Start).AddMilliseconds(i),
            User = User,
            Session = session,
            Decision = Decision.Allow,
            Learning = learning,
            Lesson = new() { Entries = [new EntryWindow(Crowd.Password, (by ?? typist).Entry(Typist.Length), 1)] },
        })];
    }

    private AuditRecord Answered(SessionId session, ReasonCode outcome) => Records.Batch(tenant) with
    {
        Kind = AuditKind.Challenge,
        DecidedAt = Later,
        User = User,
        Session = session,
        Decision = Decision.Allow,
        Reasons = [Reason.Note(outcome)],
    };

    private async Task<Storage> Migrated() => new(await ColdStorageFixture.Migrated(await Postgres($"profiles_{tenant.Value}"), new FakeTimeProvider(Records.Start)));

    private async Task<Profile> Found(Storage storage) => (await storage.Profiles.Find(tenant, User, default))!;

    private static Task<bool> Train(Storage storage, Guid user) => storage.Profiles.Train(user, training => Trained.Of(training, Crowd.Population), default);

    private sealed class Storage(ColdStorageFixture fixture) : IAsyncDisposable
    {
        public IProfiles Profiles { get; } = fixture.Services.GetRequiredService<IProfiles>();

        public FakeTimeProvider Clock { get; } = (FakeTimeProvider)fixture.Services.GetRequiredService<TimeProvider>();

        /// <summary>The same database where other people are compared with.</summary>
        public ServiceProvider With(Population population) => new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton(population)
            .AddColdStorage(fixture.Options).BuildServiceProvider();

        public ValueTask DisposeAsync() => fixture.DisposeAsync();
    }
}

public sealed class SqliteProfileTests : ProfileCompliance
{
    protected override Task<string?> Postgres(string database) => Task.FromResult<string?>(null);
}

[Collection(Parts.PostgresParts.Name)]
public sealed class PostgresProfileTests(Parts.PostgresServer server) : ProfileCompliance
{
    protected override async Task<string?> Postgres(string database) => await server.Database(database);
}

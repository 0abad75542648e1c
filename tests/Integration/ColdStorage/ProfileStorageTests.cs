using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles.Records;
using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>Training samples of one user in a separate database.</summary>
public abstract class ProfileStorageTests
{
    protected static readonly UserId User = UserId.Parse("u-42");

    private readonly Typist typist = new(1);

    protected TenantId Tenant { get; } = Records.NewTenant();

    protected abstract Task<string?> Postgres(string database);

    protected static DateTimeOffset Later => Records.Start.AddMinutes(5);

    private protected IReadOnlyList<AuditRecord> TrainingSamples(
        int count,
        LearningOutcome learning,
        Typist? by = null,
        DateTimeOffset? at = null
    )
    {
        var session = SessionId.Mint(Partition.Of(Tenant, User), Records.Start);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    Records.Batch(Tenant, i).Deciding(verdict =>
                        verdict with { DecisionId = Guid.NewGuid(), Decision = Decision.Allow }) with
                    {
                        DecidedAt = (at ?? Records.Start).AddMilliseconds(i),
                        User = User,
                        Session = session,
                        Learning = learning,
                        TrainingSample = new() { Entries = [new FixedTextWindow(Crowd.Password, (by ?? typist).Entry(Typist.Length), 1)] },
                    }
                ),
        ];
    }

    protected AuditRecord Answered(SessionId session, ChallengeOutcome outcome) =>
        Records.Batch(Tenant).Deciding(verdict => verdict with { Decision = Decision.Allow }) with
        {
            Kind = AuditKind.Challenge,
            DecidedAt = Later,
            User = User,
            Session = session,
            ChallengeOutcome = outcome,
        };

    private protected async Task<Storage> Migrated() =>
        new(await ColdStorageFixture.Migrated(await Postgres($"profiles_{Tenant.Value}"), new FakeTimeProvider(Records.Start)));

    private protected async Task<Profile> Found(Storage storage) => (await storage.Profiles.Find(Tenant, User, default))!;

    private protected static Task<bool> Train(Storage storage, Guid user) =>
        storage.Profiles.Train(user, training => Trained.Of(training, Crowd.Population), default);

    private protected sealed class Storage(ColdStorageFixture fixture) : IAsyncDisposable
    {
        public IProfiles Profiles { get; } = fixture.Services.GetRequiredService<IProfiles>();

        /// <summary>Logged errors.</summary>
        public IReadOnlyCollection<string> Log => fixture.Log.Lines;

        public FakeTimeProvider Clock { get; } = (FakeTimeProvider)fixture.Services.GetRequiredService<TimeProvider>();

        /// <summary>The same database with another population.</summary>
        public ServiceProvider With(Population population) =>
            new ServiceCollection()
                .AddLogging()
                .AddSingleton<TimeProvider>(Clock)
                .AddSingleton(population)
                .AddColdStorage(fixture.Options)
                .BuildServiceProvider();

        public ValueTask DisposeAsync() => fixture.DisposeAsync();
    }
}

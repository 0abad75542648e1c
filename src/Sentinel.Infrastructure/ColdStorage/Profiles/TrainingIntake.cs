using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Profiles.Records;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Infrastructure.ColdStorage.Profiles;

/// <summary>
/// Takes training samples from audit records on their way to cold storage. Idempotent: the decision identifies a row, and other changes
/// only narrow.
/// </summary>
internal sealed class TrainingIntake(
    SentinelDbContext context,
    Population population,
    LearningOptions options,
    DateTimeOffset now,
    CancellationToken cancel
)
{
    /// <summary>A training that is overdue by this much is considered lost and requested again.</summary>
    public static readonly TimeSpan Lost = TimeSpan.FromMinutes(10);

    public async Task<ProfileWork> Take(IReadOnlyList<AuditRecord> records)
    {
        var learned = records.Where(record => record.Learning != LearningOutcome.Never).ToArray();
        var touched = await Keep(learned);
        // In order: a later challenge must not release samples from before a block or a failed challenge.
        foreach (
            var record in records
                .Where(record => IsPass(record) || Condemns(record))
                .OrderBy(record => record.DecidedAt)
                .ThenBy(record => record.CommitNumber)
        )
        {
            if (Condemns(record)) await Waiting(record).ExecuteDeleteAsync(cancel);
            else touched.UnionWith(await Release(record));
        }

        var (train, publish) = (new HashSet<Guid>(), new HashSet<Guid>());
        foreach (var user in touched)
        {
            if (await IsDue(user)) train.Add(user);
        }

        await Compare(records.Where(record => record.Kind == AuditKind.SessionOpened), train, publish);
        return new([.. train], [.. publish]);
    }

    /// <summary>Stores the samples; returns the users who got samples that need no challenge.</summary>
    private async Task<HashSet<Guid>> Keep(AuditRecord[] learned)
    {
        if (learned.Length == 0) return [];
        var (trainable, samples) = (new HashSet<Guid>(), new List<TrainingSampleRow>());
        foreach (var user in learned.GroupBy(record => (record.Tenant, record.User)))
        {
            var profile = await ProfileOf(user.Key.Tenant.Value, user.Key.User.Value);
            foreach (var record in user.Where(record => !profile.Drops(record.DecidedAt)))
            {
                if (record.Learning != LearningOutcome.Quarantined) trainable.Add(profile.Id);
                samples.AddRange(Rows(profile.Id, record));
            }
        }

        // Another drain may insert the same rows; both use the same order.
        await context.InsertMissing(samples.OrderBy(row => row.DecisionId).ThenBy(row => row.Kind), cancel);
        return trainable;
    }

    /// <summary>
    /// Releases the session's quarantined samples. Those from just before the challenge are verified; older ones may be another person's,
    /// and are used only as far as they do not drift. Returns the users with new samples.
    /// </summary>
    private async Task<IReadOnlyList<Guid>> Release(AuditRecord pass)
    {
        var verifiedFrom = pass.DecidedAt - LearningGate.VerifiesBack;
        await Waiting(pass)
            .Where(row => row.DecidedAt >= verifiedFrom)
            .ExecuteUpdateAsync(
                row => row.SetProperty(sample => sample.State, SampleState.New).SetProperty(sample => sample.Verified, true),
                cancel
            );
        await Waiting(pass).ExecuteUpdateAsync(row => row.SetProperty(sample => sample.State, SampleState.New), cancel);
        var session = pass.Session.Value;
        return await context
            .TrainingSamples.Where(row => row.SessionId == session && row.State == SampleState.New)
            .Select(row => row.ProfileId)
            .Distinct()
            .ToListAsync(cancel);
    }

    private static bool IsPass(AuditRecord record) => record.ChallengeOutcome == ChallengeOutcome.Passed;

    private static bool Condemns(AuditRecord record) =>
        record is { Kind: AuditKind.Batch, Decision: Decision.Block } || record.ChallengeOutcome == ChallengeOutcome.Failed;

    /// <summary>The session's quarantined samples up to the record.</summary>
    private IQueryable<TrainingSampleRow> Waiting(AuditRecord record)
    {
        var (session, until) = (record.Session.Value, record.DecidedAt);
        return context.TrainingSamples.Where(row =>
            row.SessionId == session && row.State == SampleState.Quarantined && row.DecidedAt <= until
        );
    }

    /// <summary>Requests a training unless one waits; returns whether it did.</summary>
    public async Task<bool> IsDue(Guid user)
    {
        var (due, lost) = (now + options.RetrainDelay, now - Lost);
        return await context.Profiles.Where(row => row.Id == user && (row.RetrainAt == null || row.RetrainAt < lost))
            .ExecuteUpdateAsync(row => row.SetProperty(profile => profile.RetrainAt, due), cancel) > 0;
    }

    /// <summary>
    /// Publishes the baseline for users whose opening was scored with another version; requests a training if it is of another population.
    /// </summary>
    private async Task Compare(IEnumerable<AuditRecord> opened, HashSet<Guid> train, HashSet<Guid> publish)
    {
        foreach (var tenant in opened.GroupBy(record => record.Tenant.Value))
        {
            var scoredWith = tenant
                .GroupBy(record => record.User.Value)
                .ToDictionary(user => user.Key, user => user.MaxBy(record => record.DecidedAt)!.Verdict.BaselineVersion);
            var users = scoredWith.Keys.ToArray();
            var profiles = await context
                .Profiles.AsNoTracking()
                .Where(row => row.Tenant == tenant.Key && users.Contains(row.UserId))
                .ToListAsync(cancel);
            foreach (var profile in profiles.Where(profile => scoredWith[profile.UserId] != profile.PublishedVersion))
            {
                var learntAgainst = await context
                    .Baselines.Where(row => row.ProfileId == profile.Id && row.Version == profile.PublishedVersion)
                    .Select(row => row.Population)
                    .SingleOrDefaultAsync(cancel);
                if (learntAgainst is null || learntAgainst == population.Id)
                    publish.Add(profile.Id);
                else if (await IsDue(profile.Id))
                    train.Add(profile.Id);
            }
        }
    }

    private async Task<ProfileRow> ProfileOf(string tenant, string user)
    {
        var known = context.Profiles.AsNoTracking().Where(row => row.Tenant == tenant && row.UserId == user);
        if (await known.SingleOrDefaultAsync(cancel) is { } profile) return profile;
        await context.InsertMissing([new ProfileRow { Id = Guid.CreateVersion7(now), Tenant = tenant, UserId = user }], cancel);
        return await known.SingleAsync(cancel);
    }

    private static IEnumerable<TrainingSampleRow> Rows(Guid profile, AuditRecord record) =>
        record
            .TrainingSample.ByKind()
            .Select(part => new TrainingSampleRow
            {
                ProfileId = profile,
                DecisionId = record.DecisionId,
                Kind = part.Kind,
                SessionId = record.Session.Value,
                DecidedAt = record.DecidedAt,
                State = record.Learning == LearningOutcome.Quarantined ? SampleState.Quarantined : SampleState.New,
                Verified = record.Learning == LearningOutcome.Verified,
                Content = TrainingSampleFormat.Write(part.TrainingSample),
            });
}

using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Profiles;

/// <summary>
/// Profiles in the active database. Every change of a user's versions first updates the user's row, which locks the row on PostgreSQL and
/// the database on SQLite. The provider's exceptions pass through.
/// </summary>
internal sealed class ProfileStore(
    IDbContextFactory<SentinelDbContext> contexts,
    Population population,
    LearningOptions options,
    TimeProvider time
) : IProfiles
{
    private const int MaxOverdue = 1_000;

    /// <summary>How long a training sample stays in quarantine.</summary>
    private static readonly TimeSpan Quarantine = TimeSpan.FromDays(7);

    public async Task<ProfileWork> Take(IReadOnlyList<AuditRecord> records, CancellationToken cancel)
    {
        if (
            !records.Any(record =>
                record.Learning != LearningOutcome.Never
                || record.Kind is AuditKind.Challenge or AuditKind.SessionOpened
                || record.Decision == Decision.Block
            )
        )
            return ProfileWork.None;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await new TrainingIntake(context, population, options, time.GetUtcNow(), cancel).Take(records);
    }

    public async Task<bool> Train(Guid user, Func<Training, Trained> learn, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        if (
            await context
                .Profiles.Where(row => row.Id == user)
                .ExecuteUpdateAsync(row => row.SetProperty(profile => profile.RetrainAt, (DateTimeOffset?)null), cancel) == 0
        )
            return false;
        var profile = await context.Profiles.SingleAsync(row => row.Id == user, cancel);
        var published = await new BaselineTraining(context, profile, population, time.GetUtcNow(), cancel).Run(learn);
        await transaction.CommitAsync(CancellationToken.None);
        return published;
    }

    public async Task<bool> RequestMissed(Guid user, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.TrainingSamples.AnyAsync(row => row.ProfileId == user && row.State == SampleState.New, cancel)
            && await new TrainingIntake(context, population, options, time.GetUtcNow(), cancel).IsDue(user);
    }

    public async Task<(TenantId Tenant, UserId User, PublishedBaseline Baseline)?> Published(Guid user, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (
            await context.Profiles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == user, cancel) is not { } profile
            || IsTombstone(profile)
        )
            return null;
        var content = await context
            .Baselines.Where(row => row.ProfileId == user && row.Version == profile.PublishedVersion)
            .Select(row => row.Content)
            .SingleOrDefaultAsync(cancel);
        return (
            TenantId.Parse(profile.Tenant),
            UserId.Parse(profile.UserId),
            content is null ? PublishedBaseline.None : new(profile.PublishedVersion, content)
        );
    }

    public async Task<Profile?> Find(TenantId tenant, UserId user, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (
            await context
                .Profiles.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Tenant == tenant.Value && row.UserId == user.Value, cancel)
                is not { } profile
            || IsTombstone(profile)
        )
            return null;
        var versions = await context
            .Baselines.AsNoTracking()
            .Where(row => row.ProfileId == profile.Id)
            .OrderByDescending(row => row.Version)
            .ToListAsync(cancel);
        var samples = await context
            .TrainingSamples.Where(row => row.ProfileId == profile.Id)
            .GroupBy(row => row.State)
            .Select(state => new { state.Key, Count = state.Count() })
            .ToListAsync(cancel);
        return new(
            profile.Id,
            profile.PublishedVersion,
            [.. versions.Select(row => row.ToVersion())],
            samples.ToDictionary(state => state.Key, state => state.Count)
        );
    }

    public async Task<bool> RollBack(Guid user, int version, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context
            .Profiles.Where(row => row.Id == user)
            .ExecuteUpdateAsync(row => row.SetProperty(profile => profile.RetrainAt, (DateTimeOffset?)null), cancel);
        var target = await context.Baselines.SingleOrDefaultAsync(
            row =>
                row.ProfileId == user
                && row.Version == version
                && row.Status != BaselineStatus.Quarantined
                && row.Population == population.Id,
            cancel
        );
        if (target is null)
            return false;
        target.Status = BaselineStatus.Published;
        await context.SaveChangesAsync(cancel);
        await context.Baselines.Where(row => row.ProfileId == user && row.Version > version && row.Status == BaselineStatus.Published)
            .ExecuteUpdateAsync(row => row.SetProperty(baseline => baseline.Status, BaselineStatus.RolledBack), cancel);
        await context
            .TrainingSamples.Where(row => row.ProfileId == user && (row.TrainedIn == null || row.TrainedIn > version))
            .ExecuteDeleteAsync(cancel);
        await context
            .TrainingSamples.Where(row => row.ProfileId == user && row.State == SampleState.Suspect)
            .ExecuteUpdateAsync(row => row.SetProperty(sample => sample.State, SampleState.Kept), cancel);
        var now = time.GetUtcNow();
        await context
            .Profiles.Where(row => row.Id == user)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(profile => profile.PublishedVersion, version)
                        .SetProperty(profile => profile.RolledBackTo, target.CreatedAt)
                        .SetProperty(profile => profile.RolledBackAt, now),
                cancel
            );
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    public async Task<Forgotten> Forget(TenantId tenant, UserId user, bool erase, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var id = await context
            .Profiles.Where(row => row.Tenant == tenant.Value && row.UserId == user.Value)
            .Select(row => (Guid?)row.Id)
            .SingleOrDefaultAsync(cancel);
        if (id is null)
        {
            try
            {
                var row = new ProfileRow
                {
                    Id = Guid.CreateVersion7(now),
                    Tenant = tenant.Value,
                    UserId = user.Value,
                    ForgottenAt = now,
                    ErasedAt = erase ? now : null,
                };
                context.Profiles.Add(row);
                await context.SaveChangesAsync(cancel);
                return new(row.Id, now, 0, 0);
            }
            catch (DbUpdateException e) when (e.InnerException is DbException)
            {
                // Another node has just inserted the user's row.
                return await Forget(tenant, user, erase, cancel);
            }
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        if (erase)
            await context.Sanctions.Where(row => row.Tenant == tenant.Value && row.UserId == user.Value).ExecuteDeleteAsync(cancel);
        await context
            .Profiles.Where(row => row.Id == id)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(profile => profile.PublishedVersion, 0)
                        .SetProperty(profile => profile.RetrainAt, (DateTimeOffset?)null)
                        .SetProperty(profile => profile.ForgottenAt, now)
                        .SetProperty(profile => profile.ErasedAt, profile => erase ? now : profile.ErasedAt),
                cancel
            );
        var samples = await context.TrainingSamples.Where(row => row.ProfileId == id).ExecuteDeleteAsync(cancel);
        var baselines = await context.Baselines.Where(row => row.ProfileId == id).ExecuteDeleteAsync(cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return new(id.Value, now, samples, baselines);
    }

    public async Task<Learnt?> Export(TenantId tenant, UserId user, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (
            await context
                .Profiles.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Tenant == tenant.Value && row.UserId == user.Value, cancel)
            is not { } profile
        )
            return null;
        var baselines = await context
            .Baselines.AsNoTracking()
            .Where(row => row.ProfileId == profile.Id)
            .OrderBy(row => row.Version)
            .ToListAsync(cancel);
        var samples = await context
            .TrainingSamples.AsNoTracking()
            .Where(row => row.ProfileId == profile.Id)
            .OrderBy(row => row.DecidedAt)
            .ThenBy(row => row.Id)
            .ToListAsync(cancel);
        if (baselines.Count + samples.Count == 0)
            return null;
        return new(
            [.. baselines.Select(row => (row.ToVersion(), row.Content ?? []))],
            [
                .. samples.Select(row => new LearntTrainingSample(
                    row.DecidedAt,
                    row.SessionId,
                    WireWord.Of(row.Kind),
                    row.State,
                    row.Content
                )),
            ]
        );
    }

    public async IAsyncEnumerable<IReadOnlyList<TrainingSample>> AllUsers([EnumeratorCancellation] CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        foreach (var id in await context.Profiles.Select(row => row.Id).OrderBy(id => id).ToListAsync(cancel))
        {
            var contents = await context
                .TrainingSamples.Where(row => row.ProfileId == id && (row.State == SampleState.New || row.State == SampleState.Kept))
                .OrderBy(row => row.DecidedAt)
                .ThenBy(row => row.Id)
                .Select(row => row.Content)
                .ToListAsync(cancel);
            yield return [.. contents.Select(BaselineTraining.Readable).OfType<TrainingSample>()];
        }
    }

    public async Task<IReadOnlyList<Guid>> Overdue(CancellationToken cancel)
    {
        var before = time.GetUtcNow() - TrainingIntake.Lost;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context
            .Profiles.Where(row => row.RetrainAt < before)
            .OrderBy(row => row.RetrainAt)
            .Take(MaxOverdue)
            .Select(row => row.Id)
            .ToListAsync(cancel);
    }

    public async Task<int> Expire(CancellationToken cancel)
    {
        var before = time.GetUtcNow() - Quarantine;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context
            .Profiles.Where(row =>
                row.ErasedAt < before
                && row.PublishedVersion == 0
                && !context.TrainingSamples.Any(sample => sample.ProfileId == row.Id)
                && !context.Erasures.Any(erasure => erasure.ProfileId == row.Id && erasure.FinishedAt == null)
            )
            .ExecuteDeleteAsync(cancel);
        return await context
            .TrainingSamples.Where(row =>
                (row.State == SampleState.Quarantined || row.State == SampleState.Suspect) && row.DecidedAt < before
            )
            .ExecuteDeleteAsync(cancel);
    }

    /// <summary>Whether the row is only a tombstone: no version has been published since the erasure.</summary>
    private static bool IsTombstone(ProfileRow profile) =>
        profile.ErasedAt is not null && profile.PublishedVersion == 0 && profile.ForgottenAt <= profile.ErasedAt;
}

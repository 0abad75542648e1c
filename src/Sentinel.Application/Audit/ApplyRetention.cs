using MediatR;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit;

/// <summary>
/// Deletes audit rows that are past their tenant's retention: what its live policy says, else the settings. Returns how many were deleted
/// one by one, not counting dropped months.
/// </summary>
public sealed record ApplyRetention : IRequest<int>;

/// <summary>
/// First a signed digest announces what will be deleted. Then whole months that no tenant keeps are dropped, which is cheap. Then each
/// tenant's rows are deleted in batches that hold no lock for long, and last the labels and cases of sessions without rows, and
/// sketches, counts and entries of lists that are too old. The next run completes an interrupted one.
/// </summary>
internal sealed partial class ApplyRetentionHandler(
    IAuditTable table,
    IFeedback feedback,
    ISketches sketches,
    IStats stats,
    IReviews reviews,
    IListEntries lists,
    IAuditDigests digests,
    DigestKey key,
    AuditSettings settings,
    PoliciesInForce policies,
    TimeProvider time,
    ILogger<ApplyRetentionHandler> logger
) : IRequestHandler<ApplyRetention, int>
{
    private const int BatchSize = 5_000;

    public async Task<int> Handle(ApplyRetention request, CancellationToken cancellationToken)
    {
        // What is deleted does not come back: never by a policy that another node has replaced, or by none because a query failed.
        await policies.Load(cancellationToken);
        if (!policies.AreComplete)
        {
            LogWaits();
            return 0;
        }

        var now = time.GetUtcNow();
        Dictionary<TenantId, DateOnly> kept = [];
        foreach (var tenant in await table.Tenants(cancellationToken))
        {
            if (settings.FirstKept(tenant, policies.Of(tenant), now) is not { } first
                || await table.Oldest(tenant, cancellationToken) >= Midnight(first))
                continue;
            if (key.IsOn && !await Announce(tenant, first, now, cancellationToken))
                return 0;
            kept[tenant] = first;
        }

        var dropped = settings.FirstKeptOfAll(policies.Live, now) is { } all ? await table.DropMonths(Midnight(all), cancellationToken) : 0;
        var deleted = 0;
        foreach (var (tenant, first) in kept) deleted += await Delete(tenant, first, cancellationToken);
        await feedback.Expire(cancellationToken);
        await sketches.Expire(cancellationToken);
        await stats.Expire(cancellationToken);
        await reviews.Expire(cancellationToken);
        await lists.Expire(cancellationToken);
        if (dropped + deleted > 0) LogGone(dropped, deleted, kept.Count);
        return deleted;
    }

    /// <summary>False when another node is appending to the chain; its run, or the next one, continues.</summary>
    private async Task<bool> Announce(TenantId tenant, DateOnly first, DateTimeOffset now, CancellationToken cancel)
    {
        var chain = await digests.Chain(tenant, cancel);
        if (chain.Any(link => link.Kind == DigestKind.Expiry && link.Day >= first)) return true;
        var link = DigestChain.Next(key, chain.Count > 0 ? chain[^1] : null, tenant, DigestKind.Expiry, first, RowHashes.None, now);
        return await digests.Append(link, RowHashes.None, cancel);
    }

    private async Task<int> Delete(TenantId tenant, DateOnly first, CancellationToken cancel)
    {
        var deleted = 0;
        int batch;
        do
        {
            batch = await table.DeleteOldest(tenant, Midnight(first), BatchSize, cancel);
            deleted += batch;
        }
        while (batch > 0);
        await digests.ForgetHashes(tenant, first, cancel);
        return deleted;
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Audit retention: {Months} whole months and {Rows} rows of {Tenants} tenants are gone"
    )]
    private partial void LogGone(int months, int rows, int tenants);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "Audit retention waits: a live version of the policy cannot be read, and may ask for more days")]
    private partial void LogWaits();
}

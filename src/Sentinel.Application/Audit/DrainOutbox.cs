using System.Runtime.ExceptionServices;
using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit;

/// <summary>
/// Moves the outboxes of these partitions into the audit, their training samples to the profiles, and their sketches to the tenant's.
/// Returns how many records were written or were there already.
/// </summary>
public sealed record DrainOutbox(IReadOnlyList<Partition> Partitions) : IRequest<int>;

/// <summary>
/// Writes first, then trims: after a crash in between, the same records are offered again, and the audit skips known ones. Skips a
/// partition that another drain holds.
/// </summary>
internal sealed class DrainOutboxHandler(IOutbox outbox, IAuditLog log, IProfiles profiles, ISketches sketches, IProfileJobs jobs)
    : IRequestHandler<DrainOutbox, int>
{
    /// <summary>
    /// Records per transaction: few enough to hold the partition briefly, many enough to make the cost of a commit negligible.
    /// </summary>
    private const int SliceSize = 500;

    public async Task<int> Handle(DrainOutbox request, CancellationToken cancellationToken)
    {
        var drained = 0;
        List<Exception> failures = [];
        foreach (var partition in request.Partitions)
        {
            try
            {
                drained += await Drain(partition, cancellationToken);
            }
#pragma warning disable CA1031 // One partition must not delay the others; the job fails after all of them.
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add(e);
            }
#pragma warning restore CA1031
        }

        if (failures.Count > 0) ExceptionDispatchInfo.Throw(failures[0]);
        return drained;
    }

    private async Task<int> Drain(Partition partition, CancellationToken cancel)
    {
        var drained = 0;
        while (true)
        {
            var slice = await outbox.Peek(partition, SliceSize, cancel);
            if (slice.Length == 0 || !await log.Append(partition, slice.Records, cancel)) return drained;
            var work = await profiles.Take(slice.Records, cancel);
            foreach (var user in work.Train) jobs.Train(user);
            foreach (var user in work.Publish) jobs.Publish(user);
            foreach (var decision in await sketches.Take(slice.Records, cancel)) jobs.ChargeSharedInput(decision);
            await outbox.Trim(partition, slice, cancel);
            drained += slice.Records.Count;
            if (slice.Length < SliceSize) return drained;
        }
    }
}

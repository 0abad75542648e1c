using System.Runtime.ExceptionServices;
using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit;

/// <summary>
/// Moves the outboxes of these partitions into the audit log, and their training samples to the profiles; answers how many records were
/// written or found there.
/// </summary>
public sealed record DrainOutbox(IReadOnlyList<Partition> Partitions) : IRequest<int>;

/// <summary>
/// Written first, trimmed after: a crash in between offers the same records again, and the log leaves known ones alone. A partition that
/// another drain holds is left to it.
/// </summary>
internal sealed class DrainOutboxHandler(IOutbox outbox, IAuditLog log, IProfiles profiles, IProfileJobs jobs)
    : IRequestHandler<DrainOutbox, int>
{
    /// <summary>
    /// Records a transaction: small enough to hold the partition briefly, large enough that a commit's cost does not count.
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
#pragma warning disable CA1031 // One partition must not hold up the others; the job fails after all of them.
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
            await outbox.Trim(partition, slice, cancel);
            drained += slice.Records.Count;
            if (slice.Length < SliceSize) return drained;
        }
    }
}

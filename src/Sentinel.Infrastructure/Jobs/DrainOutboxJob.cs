using Hangfire;
using MediatR;
using Sentinel.Application.Audit;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Runs on any node, with two quick retries. A failed job is not kept: the ten-second sweep finds the remaining records.</summary>
[AutomaticRetry(Attempts = 2, DelaysInSeconds = [1, 5], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class DrainOutboxJob(IMediator mediator, RollUpRequests rollUps)
{
    /// <param name="partitions">Partition numbers, 0..255.</param>
    /// <param name="cancel">Hangfire's token, canceled at shutdown.</param>
    public async Task Run(int[] partitions, CancellationToken cancel)
    {
        DrainOutbox drain = new([.. partitions.Select(number => new Domain.Sessions.Partition(checked((byte)number)))]);
        if (await mediator.Send(drain, cancel) > 0) rollUps.AfterDrain();
    }
}

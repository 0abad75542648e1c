using Hangfire;
using MediatR;
using Sentinel.Application.Audit;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Runs once a day, on any node. Partitions are created two months ahead, so many runs may fail.</summary>
[AutomaticRetry(Attempts = 3, DelaysInSeconds = [60, 600, 3600], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class CreateAuditPartitionsJob(IMediator mediator)
{
    public Task Run(CancellationToken cancel) => mediator.Send(new CreateAuditPartitions(), cancel);
}

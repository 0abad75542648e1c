using Hangfire;
using MediatR;
using Sentinel.Application.Audit;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Runs once a day, on any node. The next day's run makes up for a failed one.</summary>
[AutomaticRetry(Attempts = 3, DelaysInSeconds = [60, 600, 3600], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class ApplyRetentionJob(IMediator mediator)
{
    public Task Run(CancellationToken cancel) => mediator.Send(new ApplyRetention(), cancel);
}

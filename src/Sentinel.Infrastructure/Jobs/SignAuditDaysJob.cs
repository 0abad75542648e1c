using Hangfire;
using MediatR;
using Sentinel.Application.Audit.Digests;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Once a day, after the grace; any node. A run that failed for good is made up for by the next day's.</summary>
[AutomaticRetry(Attempts = 3, DelaysInSeconds = [60, 600, 3600], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class SignAuditDaysJob(IMediator mediator)
{
    public Task Run(CancellationToken cancel) => mediator.Send(new SignAuditDays(), cancel);
}

using Hangfire;
using MediatR;
using Sentinel.Application.Audit;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>
/// Runs on the node whose spool it is, from that node's own queue; the scheduler asks again while the spool holds anything.
/// </summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class DeliverSpoolJob(IMediator mediator, SpoolTicket ticket)
{
    public Task Run(CancellationToken cancel)
    {
        ticket.Return();
        return mediator.Send(new DeliverSpool(), cancel);
    }
}

using Hangfire;
using MediatR;
using Sentinel.Application.Audit;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Runs from the queue of the node that owns the spool. The scheduler enqueues it again while the spool is not empty.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class DeliverSpoolJob(IMediator mediator, SpoolTicket ticket)
{
    public Task Run(CancellationToken cancel)
    {
        ticket.Return();
        return mediator.Send(new DeliverSpool(), cancel);
    }
}

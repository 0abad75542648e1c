using Hangfire;
using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Application.Simulations;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Enqueues parts of simulations.</summary>
internal sealed class SimulationJobs(IBackgroundJobClientV2 jobs) : ISimulationJobs
{
    /// <summary>The queue of simulations, with one worker on each node: neither drains nor erasures wait for them.</summary>
    public const string Queue = "simulations";

    public void Simulate(Guid simulation) =>
        jobs.Enqueue<ContinueSimulationJob>(Queue, job => job.Run(simulation, CancellationToken.None));
}

/// <summary>Runs on any node. If it fails or is lost, any node's sweep enqueues it again.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class ContinueSimulationJob(IMediator mediator)
{
    public Task Run(Guid simulation, CancellationToken cancel) => mediator.Send(new ContinueSimulation(simulation), cancel);
}

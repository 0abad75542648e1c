using Hangfire;
using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles;
using Sentinel.Application.Users;
using Sentinel.Infrastructure.ColdStorage;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Enqueues the jobs about one user.</summary>
internal sealed class ProfileJobs(IBackgroundJobClientV2 jobs, LearningOptions options) : IProfileJobs
{
    public void Train(Guid user) => jobs.Schedule<RetrainBaselineJob>(job => job.Run(user, CancellationToken.None), options.RetrainDelay);

    public void Publish(Guid user) => jobs.Enqueue<PublishBaselineJob>(job => job.Run(user, CancellationToken.None));

    public void Erase(Guid erasure) => jobs.Enqueue<ContinueErasureJob>(job => job.Run(erasure, CancellationToken.None));
}

/// <summary>Any node runs it; one that fails or is lost is asked for again by the scheduler of any node.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class ContinueErasureJob(IMediator mediator)
{
    public Task Run(Guid erasure, CancellationToken cancel) => mediator.Send(new ContinueErasure(erasure), cancel);
}

/// <summary>Any node runs it; a training that fails for good is asked for again by the user's next lessons.</summary>
[AutomaticRetry(Attempts = 5, DelaysInSeconds = [1, 5, 15, 60, 300], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class RetrainBaselineJob(IMediator mediator)
{
    public Task Run(Guid user, CancellationToken cancel) => mediator.Send(new RetrainBaseline(user), cancel);
}

/// <summary>Any node runs it; one that fails for good is asked for again by the user's next session.</summary>
[AutomaticRetry(Attempts = 5, DelaysInSeconds = [1, 5, 15, 60, 300], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class PublishBaselineJob(IMediator mediator)
{
    public Task Run(Guid user, CancellationToken cancel) => mediator.Send(new PublishBaseline(user), cancel);
}

/// <summary>Hourly, on any node.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class ExpireLessonsJob(IMediator mediator)
{
    public Task Run(CancellationToken cancel) => mediator.Send(new ExpireLessons(), cancel);
}

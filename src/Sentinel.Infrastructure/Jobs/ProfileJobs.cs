using Hangfire;
using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles;
using Sentinel.Application.Users;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Enqueues the jobs about one user.</summary>
internal sealed class ProfileJobs(IBackgroundJobClientV2 jobs, LearningOptions options) : IProfileJobs
{
    /// <summary>The queue of the erasures, which may take minutes each: no drain waits behind one.</summary>
    public const string Erasures = "erasures";

    public void Train(Guid user) => jobs.Schedule<RetrainBaselineJob>(job => job.Run(user, CancellationToken.None), options.RetrainDelay);

    public void Publish(Guid user, Guid? by)
    {
        if (by is { } key)
            jobs.Enqueue<PublishBaselineJob>(job => job.Run(user, key, CancellationToken.None));
        else
            jobs.Enqueue<PublishBaselineJob>(job => job.Run(user, CancellationToken.None));
    }

    public void Erase(Guid erasure) => jobs.Enqueue<ContinueErasureJob>(Erasures, job => job.Run(erasure, CancellationToken.None));
}

/// <summary>Any node runs it; one that fails or is lost is asked for again by the scheduler of any node.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class ContinueErasureJob(IMediator mediator)
{
    public Task Run(Guid erasure, CancellationToken cancel) => mediator.Send(new ContinueErasure(erasure), cancel);
}

/// <summary>Any node runs it; a training that fails for good is asked for again by the user's next training samples.</summary>
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

    /// <param name="user">The surrogate id.</param>
    /// <param name="by">The key of the administrator who asked for it.</param>
    /// <param name="cancel">Hangfire's own, for shutdown.</param>
    public Task Run(Guid user, Guid by, CancellationToken cancel) => mediator.Send(new PublishBaseline(user, By: by), cancel);
}

/// <summary>Hourly, on any node.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class ExpireTrainingSamplesJob(IMediator mediator)
{
    public Task Run(CancellationToken cancel) => mediator.Send(new ExpireSamples(), cancel);
}

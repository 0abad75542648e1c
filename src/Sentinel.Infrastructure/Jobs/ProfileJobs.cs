using Hangfire;
using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles;
using Sentinel.Application.Sessions;
using Sentinel.Application.Sessions.Records;
using Sentinel.Application.Users;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Enqueues the jobs of one user or one decision.</summary>
internal sealed class ProfileJobs(IBackgroundJobClientV2 jobs, LearningOptions options) : IProfileJobs
{
    /// <summary>The queue of erasures. An erasure may take minutes, and drains must not wait for it.</summary>
    public const string Erasures = "erasures";

    public void Train(Guid user) => jobs.Schedule<RetrainBaselineJob>(job => job.Run(user, CancellationToken.None), options.RetrainDelay);

    public void Publish(Guid user, Guid? by)
    {
        if (by is { } key)
            jobs.Enqueue<PublishBaselineJob>(job => job.Run(user, key, CancellationToken.None));
        else
            jobs.Enqueue<PublishBaselineJob>(job => job.Run(user, CancellationToken.None));
    }

    public void ChargeSharedInput(DecisionKey decision)
    {
        var (id, at) = (decision.Id, decision.At.ToUnixTimeMilliseconds());
        jobs.Enqueue<ChargeSharedInputJob>(job => job.Run(id, at, CancellationToken.None));
    }

    public void Erase(Guid erasure) => jobs.Enqueue<ContinueErasureJob>(Erasures, job => job.Run(erasure, CancellationToken.None));
}

/// <summary>Runs on any node. If it fails or is lost, any node's sweep enqueues it again.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class ContinueErasureJob(IMediator mediator)
{
    public Task Run(Guid erasure, CancellationToken cancel) => mediator.Send(new ContinueErasure(erasure), cancel);
}

/// <summary>Runs on any node. After the last failed attempt, the session's next shared input requests it again.</summary>
[AutomaticRetry(Attempts = 5, DelaysInSeconds = [1, 5, 15, 60, 300], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class ChargeSharedInputJob(IMediator mediator)
{
    /// <param name="decision">A decision of the session.</param>
    /// <param name="at">When it was made, ms since the Unix epoch.</param>
    /// <param name="cancel">Hangfire's token, canceled at shutdown.</param>
    public async Task Run(Guid decision, long at, CancellationToken cancel)
    {
        var key = new DecisionKey(decision, DateTimeOffset.FromUnixTimeMilliseconds(at));
        if (!(await mediator.Send(new ChargeSharedInput(key), cancel)).Succeeded(out _, out var fault))
            throw new InvalidOperationException($"The session could not be written: {fault.Code}.");
    }
}

/// <summary>Runs on any node. After the last failed attempt, new training samples or the hourly job request it again.</summary>
[AutomaticRetry(Attempts = 5, DelaysInSeconds = [1, 5, 15, 60, 300], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class RetrainBaselineJob(IMediator mediator)
{
    public Task Run(Guid user, CancellationToken cancel) => mediator.Send(new RetrainBaseline(user), cancel);
}

/// <summary>Runs on any node. After the last failed attempt, the user's next session requests it again.</summary>
[AutomaticRetry(Attempts = 5, DelaysInSeconds = [1, 5, 15, 60, 300], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class PublishBaselineJob(IMediator mediator)
{
    public Task Run(Guid user, CancellationToken cancel) => mediator.Send(new PublishBaseline(user), cancel);

    /// <param name="user">The surrogate id.</param>
    /// <param name="by">The API key of the administrator who requested it.</param>
    /// <param name="cancel">Hangfire's token, canceled at shutdown.</param>
    public Task Run(Guid user, Guid by, CancellationToken cancel) => mediator.Send(new PublishBaseline(user, By: by), cancel);
}

/// <summary>Runs hourly, on any node.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class ExpireTrainingSamplesJob(IMediator mediator)
{
    public Task Run(CancellationToken cancel) => mediator.Send(new ExpireSamples(), cancel);
}

using Hangfire;
using MediatR;
using Sentinel.Application.Stats;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Runs on any node, some seconds after drains. After the last failed attempt, the next drain requests it again.</summary>
[AutomaticRetry(Attempts = 2, DelaysInSeconds = [1, 5], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class RollUpStatsJob(IMediator mediator)
{
    public Task Run(CancellationToken cancel) => mediator.Send(new RollUpStats(), cancel);
}

/// <summary>Requests a roll-up after a drain, at most one every ten seconds.</summary>
public sealed class RollUpRequests(IBackgroundJobClientV2 jobs, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private long last;

    public void AfterDrain()
    {
        var (before, now) = (Interlocked.Read(ref last), time.GetUtcNow().UtcTicks);
        if (now - before >= Pause.Ticks && Interlocked.CompareExchange(ref last, now, before) == before)
            jobs.Schedule<RollUpStatsJob>(job => job.Run(CancellationToken.None), Pause);
    }
}

using System.Data.Common;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Application.Stats.Records;

namespace Sentinel.Application.Stats;

/// <summary>What belongs to the installation, read at most once a second on a node however many watch.</summary>
internal sealed class LiveInstallation(IStats stats, IBacklog backlog, IJobCounts jobs, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Task<State>? last;
    private long readAt;

    public Task<State> Read(CancellationToken cancel)
    {
        lock (gate)
        {
            if (last is null || last.IsFaulted || time.GetElapsedTime(readAt) >= Kept)
                (last, readAt) = (Task.Run(Look, CancellationToken.None), time.GetTimestamp());
            return last.WaitAsync(cancel);
        }
    }

    private async Task<State> Look()
    {
        var end = StatStep.Minute.Floor(time.GetUtcNow()) + StatStep.Minute.Length();
        var latencies = await OrNull(() => stats.Read(null, StatStep.Minute, end - (2 * StatStep.Minute.Length()), end, default));
        return new(latencies ?? [], await OrNull(() => backlog.Read(default)), await jobs.Read(default));
    }

    /// <summary>Null while the part does not answer.</summary>
    internal static async Task<T?> OrNull<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is DbException or HotStateUnavailableException || e.InnerException is DbException)
        {
            return null;
        }
    }

    internal sealed record State(IReadOnlyList<StatPoint> Latencies, Backlog? Backlog, JobCounts? Jobs);
}

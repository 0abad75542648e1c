using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Api.Hosting;

/// <summary>
/// The streams of events that this node serves: so many for one key, and each only for as long as its key is valid. All share one look at
/// the node's health a second.
/// </summary>
internal sealed class LiveStreams(HealthCheckService health, ApiKeyCache keys, TimeProvider time)
{
    /// <summary>For one API key: an analyst's tabs, and those of colleagues who share a key.</summary>
    public const int MostOfAKey = 20;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, int> open = new();
    private readonly Lock gate = new();
    private Task<HealthReport>? last;
    private long readAt;

    /// <summary>False if the key has as many streams as it may have.</summary>
    public bool TryOpen(Caller caller)
    {
        var key = caller.Key ?? Guid.Empty;
        if (open.AddOrUpdate(key, 1, (_, count) => count + 1) <= MostOfAKey) return true;
        Close(caller);
        return false;
    }

    public void Close(Caller caller)
    {
        var key = caller.Key ?? Guid.Empty;
        if (open.AddOrUpdate(key, 0, (_, count) => count - 1) == 0) open.TryRemove(new(key, 0));
    }

    /// <summary>Whether the key that opened the stream is still valid. A person has none: the stream ends by its own time.</summary>
    public async Task<bool> MayGoOn(Caller caller) =>
        caller.IsPerson || caller.Key is not { } key || (await keys.Find(key)).Status == ApiKeyStatus.Usable;

    public Task<HealthReport> Health(CancellationToken cancel)
    {
        lock (gate)
        {
            if (last is null || last.IsFaulted || time.GetElapsedTime(readAt) >= Kept)
                (last, readAt) = (Task.Run(() => health.CheckHealthAsync(default), CancellationToken.None), time.GetTimestamp());
            return last.WaitAsync(cancel);
        }
    }
}

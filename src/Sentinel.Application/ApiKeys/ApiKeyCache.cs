using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;

namespace Sentinel.Application.ApiKeys;

/// <summary>How long a node accepts the keys that it knows while cold storage is unavailable; 15 minutes outside tests.</summary>
public sealed record StaleKeyGrace(TimeSpan Span)
{
    public static readonly StaleKeyGrace Default = new(TimeSpan.FromMinutes(15));
}

/// <summary>
/// The keys that this node knows: a snapshot, refreshed every 3 s. With the query's duration, it is at most 5 s old while cold storage
/// answers. Changes that this node makes take effect at once.
/// </summary>
public sealed partial class ApiKeyCache(IApiKeys store, TimeProvider time, StaleKeyGrace grace, ILogger<ApiKeyCache> logger)
    : IDisposable
{
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(3);

    /// <summary>Cold storage is queried at most once in this time, however many unknown keys are presented.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a request waits for cold storage to look up its key.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentDictionary<Guid, ApiKeyUse> uses = new();
    private State state = new(ApiKeySnapshot.Empty, long.MinValue);
    private Lent[] lent = [];
    private long triedAt = long.MinValue;
    private bool failed;
    private bool failing;

    /// <summary>Looks up a presented key in what this node knows.</summary>
    public ApiKeyFinding Known(string text)
    {
        if (!ApiKeySecret.IsPlausible(text))
            return new(ApiKeyStatus.Unknown);
        Span<byte> hash = stackalloc byte[ApiKeySecret.HashLength];
        ApiKeySecret.Hash(text, hash);
        foreach (var key in lent)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash))
                return new(ApiKeyStatus.Usable, key.Caller);
        }

        var (snapshot, loadedAt) = Volatile.Read(ref state);
        return snapshot.Find(ApiKeySecret.PrefixOf(text), hash, time.GetUtcNow(), Age(loadedAt), grace.Span);
    }

    /// <summary>
    /// Looks up a presented key, and in cold storage if this node does not know it: another node may have just created it.
    /// </summary>
    public ValueTask<ApiKeyFinding> Find(string text)
    {
        var finding = Known(text);
        return finding.Status == ApiKeyStatus.Unknown && ApiKeySecret.IsPlausible(text) ? new(Asked(text)) : new(finding);
    }

    /// <summary>Looks up a key by id, for a cookie that was made from the key.</summary>
    public ValueTask<ApiKeyFinding> Find(Guid id)
    {
        var finding = Known(id);
        return finding.Status == ApiKeyStatus.Unknown ? new(Asked(id)) : new(finding);
    }

    /// <summary>
    /// Accepts a key that this process made for itself: no other node knows it, it is not stored, and it ends with the process.
    /// </summary>
    public void Lend(string text, Caller caller) => lent = [.. lent, new(ApiKeySecret.Hash(text), caller)];

    /// <summary>Takes over the keys that this node has just written, so they take effect at once.</summary>
    internal async Task Learn(IReadOnlyList<ApiKey> written)
    {
        if (written.Count == 0)
            return;
        // Wait for a load that began before the write: it would restore the old keys.
        await gate.WaitAsync();
        try
        {
            var (snapshot, loadedAt) = state;
            var ids = written.Select(key => key.Id).ToHashSet();
            Take(snapshot.Keys.Where(key => !ids.Contains(key.Id)).Concat(written), loadedAt);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Reads all keys again.</summary>
    public async Task Load(CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            await Read(cancel);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// Reads all keys again and writes when keys were used. If cold storage fails, the known keys stay valid, and the log reports it once.
    /// </summary>
    public async Task Refresh(CancellationToken cancel)
    {
        try
        {
            await Load(cancel);
            foreach (var (key, at) in state.Snapshot.UsesToWrite)
                await store.Used(key, at, ApiKeyUse.Step, cancel);
            failing = false;
        }
#pragma warning disable CA1031 // Cold storage may fail in any way; known keys stay valid.
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            if (!failing)
                LogStale(e.GetBaseException().GetType().Name);
            failing = true;
        }
#pragma warning restore CA1031
    }

    public void Dispose() => gate.Dispose();

    private ApiKeyFinding Known(Guid id)
    {
        var (snapshot, loadedAt) = Volatile.Read(ref state);
        return snapshot.Find(id, time.GetUtcNow(), Age(loadedAt), grace.Span);
    }

    // Separate from Find, which would otherwise allocate for the lambda at every call.
    private Task<ApiKeyFinding> Asked(string text) => Asked(() => Known(text));

    private Task<ApiKeyFinding> Asked(Guid id) => Asked(() => Known(id));

    /// <summary>Only a read that began after the key was presented can prove that there is no such key.</summary>
    private async Task<ApiKeyFinding> Asked(Func<ApiKeyFinding> known)
    {
        var presentedAt = time.GetTimestamp();
        using var limit = new CancellationTokenSource(Wait, time);
        try
        {
            await gate.WaitAsync(limit.Token);
            try
            {
                // One read serves all requests that wait here. After a failed read, requests do not wait for another one.
                if (triedAt < presentedAt && (!failed || Age(triedAt) >= RefreshInterval))
                {
                    var pause = AskAgain - Age(triedAt);
                    if (pause > TimeSpan.Zero)
                        await Task.Delay(pause, time, limit.Token);
                    await Read(limit.Token);
                }
            }
            finally
            {
                gate.Release();
            }
        }
#pragma warning disable CA1031 // As in Refresh; the answer is Undecided.
        catch (Exception)
        {
            return new(ApiKeyStatus.Undecided);
        }
#pragma warning restore CA1031
        return state.LoadedAt < presentedAt ? new(ApiKeyStatus.Undecided) : known();
    }

    private async Task Read(CancellationToken cancel)
    {
        (triedAt, failed) = (time.GetTimestamp(), true);
        Take(await store.All(cancel), triedAt);
        failed = false;
    }

    private void Take(IEnumerable<ApiKey> keys, long asOf) =>
        Volatile.Write(ref state, new(new(keys, id => uses.GetOrAdd(id, _ => new())), asOf));

    private TimeSpan Age(long at) => at == long.MinValue ? TimeSpan.MaxValue : time.GetElapsedTime(at);

    [LoggerMessage(Level = LogLevel.Warning, Message = "API keys cannot be refreshed ({Error}); the known ones go on for a while")]
    private partial void LogStale(string error);

    private sealed record State(ApiKeySnapshot Snapshot, long LoadedAt);

    private sealed record Lent(byte[] Hash, Caller Caller);
}

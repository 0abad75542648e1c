using System.Collections.Concurrent;

namespace Sentinel.Api.Hosting;

/// <summary>
/// A token bucket for each key, on this node. Full buckets are forgotten, which changes nothing, so only those used in the last seconds
/// exist, and no caller can push out another's. A bucket can owe at most as many tokens as it holds.
/// </summary>
/// <param name="perSecond">Tokens refilled per second.</param>
/// <param name="capacity">Tokens of a full bucket.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenBuckets<TKey>(double perSecond, double capacity, TimeProvider time)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Bucket> buckets = new();

    /// <summary>The longest time that a bucket takes to fill.</summary>
    private readonly TimeSpan untilFull = TimeSpan.FromSeconds(2 * capacity / perSecond);

    private long sweptAt = time.GetTimestamp();

    /// <summary>Takes tokens if at least one is left. Returns zero, or the time until one is there.</summary>
    public TimeSpan Take(TKey key, double tokens = 1) => Change(key, tokens, atLeast: 1);

    /// <summary>Gives back taken tokens.</summary>
    public void GiveBack(TKey key, double tokens = 1) => Change(key, -tokens, atLeast: double.MinValue);

    private TimeSpan Change(TKey key, double tokens, double atLeast)
    {
        Sweep();
        while (true)
        {
            var bucket = buckets.GetOrAdd(key, static (_, full) => new(full.Tokens, full.At), (Tokens: capacity, At: time.GetTimestamp()));
            lock (bucket.Gate)
            {
                if (bucket.Forgotten)
                    continue;
                Fill(bucket);
                if (bucket.Tokens < atLeast)
                    return TimeSpan.FromSeconds((atLeast - bucket.Tokens) / perSecond);
                bucket.Tokens = Math.Clamp(bucket.Tokens - tokens, -capacity, capacity);
                return TimeSpan.Zero;
            }
        }
    }

    private void Fill(Bucket bucket)
    {
        var now = time.GetTimestamp();
        var passed = Math.Max(0, time.GetElapsedTime(bucket.FilledAt, now).TotalSeconds);
        bucket.Tokens = Math.Min(capacity, bucket.Tokens + (passed * perSecond));
        bucket.FilledAt = now;
    }

    private void Sweep()
    {
        var last = Volatile.Read(ref sweptAt);
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(last, now) < untilFull || Interlocked.CompareExchange(ref sweptAt, now, last) != last)
            return;
        foreach (var (key, bucket) in buckets)
        {
            lock (bucket.Gate)
            {
                Fill(bucket);
                bucket.Forgotten = bucket.Tokens >= capacity;
            }

            if (bucket.Forgotten)
                buckets.TryRemove(key, out _);
        }
    }

    private sealed class Bucket(double tokens, long filledAt)
    {
        public Lock Gate { get; } = new();

        public double Tokens { get; set; } = tokens;

        public long FilledAt { get; set; } = filledAt;

        public bool Forgotten { get; set; }
    }
}

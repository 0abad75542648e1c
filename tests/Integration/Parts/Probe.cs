using System.Diagnostics;

namespace Sentinel.Integration.Tests;

/// <summary>Waits until a condition is true. The deadline only ends a test that waits in vain, because two cores run everything.</summary>
public static class Probe
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);

    /// <param name="condition">The condition.</param>
    /// <param name="what">The condition in words.</param>
    /// <param name="deadline">The longest wait.</param>
    /// <param name="otherwise">Describes the actual state, for the message.</param>
    /// <exception cref="TimeoutException">The condition was never true; the inner exception is the last one that it threw.</exception>
    public static async Task Until(Func<Task<bool>> condition, string what, TimeSpan? deadline = null, Func<Task<string>>? otherwise = null)
    {
        var watch = Stopwatch.StartNew();
        Exception? last = null;
        while (watch.Elapsed < (deadline ?? DefaultDeadline))
        {
            try
            {
                if (await condition()) return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                last = e;
            }
            await Task.Delay(Interval);
        }
        throw new TimeoutException(
            $"Not within {deadline ?? DefaultDeadline}: {what}{(otherwise is null ? "" : $"; but {await otherwise()}")}",
            last
        );
    }

    public static Task Until(Func<bool> condition, string what, TimeSpan? deadline = null) =>
        Until(() => Task.FromResult(condition()), what, deadline);
}

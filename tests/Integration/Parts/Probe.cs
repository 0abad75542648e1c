using System.Diagnostics;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Waits for something to become true, up to a deadline that only ends a test that waits in vain: two cores run everything at once.
/// </summary>
public static class Probe
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);

    /// <param name="condition">What is waited for.</param>
    /// <param name="what">Its words.</param>
    /// <param name="deadline">How long.</param>
    /// <param name="otherwise">What there is instead, for the message.</param>
    /// <exception cref="TimeoutException">It was never true; the last exception that the condition threw is inside.</exception>
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

using Spectre.Console;

namespace Sentinel.Replay;

internal interface IProgressLine
{
    void Advance(SessionOutcome outcome);
}

/// <summary>A bar on a terminal; otherwise occasional plain lines.</summary>
internal static class ProgressDisplay
{
    public static Task<T> Show<T>(int total, Func<IProgressLine, Task<T>> work)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive) return work(new PlainLines(total));
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new Bar(context.AddTask("sessions", maxValue: total))));
    }

    private sealed class Bar(ProgressTask task) : IProgressLine
    {
        public void Advance(SessionOutcome outcome)
        {
            task.Increment(1);
            task.Description = Markup.Escape(outcome.Source);
        }
    }

    private sealed class PlainLines(int total) : IProgressLine
    {
        private const long EveryMs = 5000;
        private readonly Lock _gate = new();
        private readonly long _began = Environment.TickCount64;
        private int _done;
        private long _batches;
        private long _saidAt = Environment.TickCount64;

        public void Advance(SessionOutcome outcome)
        {
            lock (_gate)
            {
                _done++;
                _batches += outcome.Batches;
                var now = Environment.TickCount64;
                if (now - _saidAt < EveryMs && _done < total) return;
                _saidAt = now;
                Console.WriteLine($"{_done} of {total} sessions, {_batches} batches, {(now - _began) / 1000} s ({outcome.Source})");
            }
        }
    }
}

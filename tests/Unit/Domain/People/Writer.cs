using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>Somebody with a pace of their own, and of their own for each key.</summary>
internal sealed class Writer(int seed)
{
    private const string Text = "the_rain_is_on_the_hill_and_then_there_are_others_at_night_";
    private readonly Random own = new(seed);
    private readonly Dictionary<KeyCode, (double Hold, double Interval)> keys = [];

    /// <param name="count">Strokes.</param>
    /// <param name="from">Client ms of the first.</param>
    public IReadOnlyList<KeyStroke> Strokes(int count, double from = 1_000)
    {
        if (keys.Count == 0)
        {
            var (hold, interval) = (70 + (60 * own.NextDouble()), 120 + (120 * own.NextDouble()));
            foreach (var letter in Text.Distinct())
                keys[Code(letter)] = (hold * (0.7 + (0.6 * own.NextDouble())), interval * (0.7 + (0.6 * own.NextDouble())));
        }

        var down = from;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var code = Code(Text[i % Text.Length]);
            down += keys[code].Interval * Jitter();
            return new KeyStroke(down, down + (keys[code].Hold * Jitter()), code);
        })];
    }

    private double Jitter() => Math.Exp(0.2 * (own.NextDouble() + own.NextDouble() + own.NextDouble() - 1.5));

    private static KeyCode Code(char letter) => letter == '_' ? KeyCode.SpaceBar : (KeyCode)((int)KeyCode.KeyA + letter - 'a');
}

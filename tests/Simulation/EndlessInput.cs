namespace Sentinel.Simulation;

/// <summary>Endless typing and pointing in turn, on a separate clock. Times are in the 0.1 ms steps of a browser's clock.</summary>
/// <param name="dice">The source of randomness.</param>
/// <param name="start">ms.</param>
/// <param name="tempo">The typing tempo.</param>
/// <param name="path">The pointer's path; null for no pointing.</param>
public sealed class EndlessInput(Dice dice, double start, ITempo tempo, IPath? path)
{
    private const string Text = "we met at the station and walked along the river to the old mill ";

    private int next;

    /// <summary>ms of the next event.</summary>
    public double Now { get; private set; } = start;

    /// <summary>Lets time pass without input.</summary>
    public void Pause(double ms) => Now += ms;

    /// <summary>Types a sentence again and again.</summary>
    public IReadOnlyList<KeyStroke> Type(int strokes)
    {
        var typed = new KeyStroke[strokes];
        for (var i = 0; i < strokes; i++)
        {
            var key = Text[next++ % Text.Length];
            var (interval, hold) = tempo.Next(Keyboard.GroupOf(key), dice);
            Now += interval;
            typed[i] = new(key, Tick(Now), Tick(Now + hold));
        }

        return typed;
    }

    /// <summary>Moves once to a target, in whole px.</summary>
    public IReadOnlyList<PointerSample> Point()
    {
        var (x, y) = (dice.Between(200, 800), dice.Between(200, 500));
        var (angle, distance) = (dice.Between(0, 2 * Math.PI), dice.Between(250, 500));
        var to = (x + distance * Math.Cos(angle), y + distance * Math.Sin(angle));
        var begun = Now;
        PointerSample[] samples = [.. path?.Between((x, y), to, dice) ?? []];
        if (samples.Length > 0) Now += samples[^1].T;
        Now += 500;
        return [.. samples.Select(sample => new PointerSample(Tick(begun + sample.T), Math.Round(sample.X), Math.Round(sample.Y)))];
    }

    private static double Tick(double ms) => Math.Round(ms, 1);
}

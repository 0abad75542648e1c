using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>Seeded input of one hand on its own clock, cut into batches.</summary>
public abstract class Behaviour(int seed, DateTimeOffset start)
{
    private static readonly string[] Groups = ["LETTER_LEFT", "LETTER_RIGHT", "LETTER_LEFT", "LETTER_RIGHT", "SPACE"];

    protected Random Dice { get; } = new(seed);

    /// <summary>Client ms of the next event.</summary>
    public double Now { get; protected set; } = start.ToUnixTimeMilliseconds();

    /// <summary>About two seconds of typing and one movement to a target.</summary>
    public JsonObject Batch(long sequence, string? user = null, string? stream = null) => Batch(sequence, Keys(10), Stroke(), user, stream);

    public JsonObject FreeText(long sequence, string? user = null, string? stream = null, int strokes = 10) =>
        Batch(sequence, Keys(strokes), [], user, stream);

    public JsonObject Pointing(long sequence, string? user = null, string? stream = null) => Batch(sequence, [], Stroke(), user, stream);

    /// <summary>Lets time pass without input.</summary>
    public void Pause(TimeSpan time) => Now += time.TotalMilliseconds;

    /// <summary>ms from this key's press to the next one's.</summary>
    protected abstract double Interval();

    /// <summary>ms for which a key is held.</summary>
    protected abstract double Hold();

    protected abstract IEnumerable<(double T, double X, double Y)> Path(double x0, double y0, double x1, double y1);

    protected double Normal() => Math.Sqrt(-2 * Math.Log(1 - Dice.NextDouble())) * Math.Cos(2 * Math.PI * Dice.NextDouble());

    /// <summary>Log-normal by its median and the deviation of its logarithm.</summary>
    protected double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    private JsonObject Batch(long sequence, IEnumerable<JsonObject> keys, IEnumerable<JsonObject> pointer, string? user, string? stream)
    {
        var batch = new JsonObject
        {
            ["sequence"] = sequence,
            ["timerResolution"] = 0.1,
            ["sdk"] = "tests/1",
            ["keys"] = new JsonArray([.. keys]),
            ["pointer"] = new JsonArray([.. pointer]),
        };
        batch["sentAt"] = Now;
        if (user is not null) batch["userId"] = user;
        if (stream is not null) batch["stream"] = stream;
        return batch;
    }

    private IEnumerable<JsonObject> Keys(int strokes)
    {
        for (var i = 0; i < strokes; i++)
        {
            yield return new() { ["code"] = Groups[Dice.Next(Groups.Length)], ["down"] = Rounded(Now), ["up"] = Rounded(Now + Hold()) };
            Now += Interval();
        }

        Now += 200;
    }

    private IEnumerable<JsonObject> Stroke()
    {
        var (x0, y0) = (200 + (600 * Dice.NextDouble()), 200 + (300 * Dice.NextDouble()));
        var angle = 2 * Math.PI * Dice.NextDouble();
        var distance = 250 + (250 * Dice.NextDouble());
        var last = Now;
        foreach (var (t, x, y) in Path(x0, y0, x0 + (distance * Math.Cos(angle)), y0 + (distance * Math.Sin(angle))))
        {
            last = Now + t;
            yield return new() { ["t"] = Rounded(last), ["x"] = Math.Round(x), ["y"] = Math.Round(y), ["type"] = "MOVE" };
        }

        Now = last + 500;
    }

    private static double Rounded(double ms) => Math.Round(ms, 1);
}

/// <summary>
/// A person: log-normal holds and intervals, so that fast keys roll over each other; movements of minimum jerk with a bow, a correction at
/// the end, and tremor.
/// </summary>
public sealed class Person(int seed, DateTimeOffset start) : Behaviour(seed, start)
{
    protected override double Interval() => Math.Max(35, LogNormal(150, 0.5));

    protected override double Hold() => Math.Max(30, LogNormal(95, 0.28));

    protected override IEnumerable<(double T, double X, double Y)> Path(double x0, double y0, double x1, double y1)
    {
        var (first, correction) = (LogNormal(520, 0.15), LogNormal(280, 0.15));
        var reach = 0.86 + (0.06 * Dice.NextDouble());
        var bow = 0.12 * Normal();
        var (shakeX, shakeY) = (0.0, 0.0);
        for (var t = 0.0; t < first + correction; t += 15 + (2 * Dice.NextDouble()))
        {
            var share = (reach * Jerk(t / first)) + ((1 - reach) * Jerk((t - (0.8 * first)) / (correction + (0.2 * first))));
            var side = bow * Math.Sin(Math.PI * Math.Min(1, share));
            (shakeX, shakeY) = ((0.6 * shakeX) + (1.1 * Normal()), (0.6 * shakeY) + (1.1 * Normal()));
            yield return (
                t,
                x0 + ((x1 - x0) * share) - ((y1 - y0) * side) + shakeX,
                y0 + ((y1 - y0) * share) + ((x1 - x0) * side) + shakeY
            );
        }
    }

    private static double Jerk(double s) => s <= 0 ? 0 : s >= 1 ? 1 : s * s * s * (10 - (15 * s) + (6 * s * s));
}

/// <summary>A hastier script: a key every 40 ms held for 1 ms.</summary>
public sealed class Script(int seed, DateTimeOffset start) : Behaviour(seed, start)
{
    protected override double Interval() => 40;

    protected override double Hold() => 1;

    protected override IEnumerable<(double T, double X, double Y)> Path(double x0, double y0, double x1, double y1) => [];
}

/// <summary>A script: a key every 120 ms held for 5 ms, and straight lines at one speed.</summary>
public sealed class Bot(int seed, DateTimeOffset start) : Behaviour(seed, start)
{
    protected override double Interval() => 120;

    protected override double Hold() => 5;

    protected override IEnumerable<(double T, double X, double Y)> Path(double x0, double y0, double x1, double y1)
    {
        for (var i = 0; i <= 40; i++) yield return (i * 10, x0 + ((x1 - x0) * i / 40), y0 + ((y1 - y0) * i / 40));
    }
}

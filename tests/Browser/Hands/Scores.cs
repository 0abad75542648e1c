using System.Globalization;
using System.IO.Compression;

namespace Sentinel.Browser.Tests.Hands;

/// <summary>What a person's hands do, as gestures.</summary>
public static class Scores
{
    private const string Recording = "keystroke-sentences.csv.gz";

    private static readonly string[] Sentence = ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog"];

    /// <summary>Whose hands <see cref="Typing"/> plays, for the name of a test that does: it has to say when it did without the recordings.</summary>
    public static string Typist => Recordings(Recording) is null ? $"generated: no shared/data/{Recording} beside the repository" : "recorded";

    /// <summary>
    /// A recorded person's sentences, a hundred key strokes each; where the recordings are not there, a generated person's. They are read where they
    /// lie, next to the repository.
    /// </summary>
    public static IReadOnlyList<Gesture> Typing(int sentences)
    {
        var path = Recordings(Recording);
        if (path is null) return [.. Generated(string.Join(' ', Enumerable.Repeat(string.Join(' ', Sentence), 2 * sentences)), 7)];
        List<Gesture> gestures = [];
        var end = 0.0;
        foreach (var run in Rows(path).GroupBy(row => (row[0], row[1])).Take(sentences))
        {
            var strokes = run.Select(row => (Key: Keyboard.OfRecorded(row[2]), Down: Number(row[3]), Up: Number(row[4]))).ToList();
            var shift = end - strokes[0].Down;
            foreach (var (key, down, up) in strokes)
            {
                gestures.Add(Gesture.Key(down + shift, true, key));
                gestures.Add(Gesture.Key(up + shift, false, key));
            }

            end = gestures.Max(gesture => gesture.At) + 600;
        }

        return gestures;
    }

    /// <summary>Typing with the spread of a person's: log-normal holds and intervals, keys that roll over each other.</summary>
    public static IEnumerable<Gesture> Generated(string text, int seed, double from = 0)
    {
        var dice = new Random(seed);
        foreach (var character in text)
        {
            var key = Keyboard.OfCharacter(character);
            yield return Gesture.Key(from, true, key);
            yield return Gesture.Key(from + Math.Max(30, LogNormal(dice, 95, 0.28)), false, key);
            from += Math.Max(35, LogNormal(dice, 150, 0.5));
        }
    }

    /// <summary>Movements of minimum jerk with a bow, a correction and tremor, from target to target, with a press on each.</summary>
    public static IReadOnlyList<Gesture> Pointing(IEnumerable<(double X, double Y)> targets, int seed, double from = 0)
    {
        var dice = new Random(seed);
        List<Gesture> gestures = [];
        var (x0, y0) = (20.0, 20.0);
        foreach (var (x1, y1) in targets)
        {
            var (first, correction) = (LogNormal(dice, 520, 0.15), LogNormal(dice, 280, 0.15));
            var (reach, bow) = (0.86 + (0.06 * dice.NextDouble()), 0.12 * Normal(dice));
            var (shakeX, shakeY, x, y) = (0.0, 0.0, x0, y0);
            for (var t = 0.0; t < first + correction; t += 7 + (2 * dice.NextDouble()))
            {
                var share = (reach * Jerk(t / first)) + ((1 - reach) * Jerk((t - (0.8 * first)) / (correction + (0.2 * first))));
                var side = bow * Math.Sin(Math.PI * Math.Min(1, share));
                (shakeX, shakeY) = ((0.8 * shakeX) + (0.7 * Normal(dice)), (0.8 * shakeY) + (0.7 * Normal(dice)));
                x = Math.Max(0, Math.Round(x0 + ((x1 - x0) * share) - ((y1 - y0) * side) + shakeX));
                y = Math.Max(0, Math.Round(y0 + ((y1 - y0) * share) + ((x1 - x0) * side) + shakeY));
                gestures.Add(Gesture.Mouse(from + t, "mouseMoved", x, y));
            }

            from += first + correction + 120 + (80 * dice.NextDouble());
            gestures.Add(Gesture.Mouse(from, "mousePressed", x, y));
            gestures.Add(Gesture.Mouse(from + LogNormal(dice, 90, 0.2), "mouseReleased", x, y));
            from += 450 + (200 * dice.NextDouble());
            (x0, y0) = (x, y);
        }

        return gestures;
    }

    private static string? Recordings(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path)) return path;
        }

        return null;
    }

    private static IEnumerable<string[]> Rows(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line) yield return line.Split(',');
    }

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);

    private static double Jerk(double s) => s <= 0 ? 0 : s >= 1 ? 1 : s * s * s * (10 - (15 * s) + (6 * s * s));

    private static double Normal(Random dice) => Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());

    private static double LogNormal(Random dice, double median, double sigma) => median * Math.Exp(sigma * Normal(dice));
}

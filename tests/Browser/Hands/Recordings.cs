using System.Globalization;
using System.IO.Compression;

namespace Sentinel.Browser.Tests;

/// <summary>Recorded input of people as gestures. The recordings lie next to the repository; each has other people.</summary>
public static class Recordings
{
    private const string Sentences = "keystroke-sentences.csv.gz";
    private const string Password = "keystroke-cmu.csv.gz";
    private const string Mouse = "mouse-balabit.csv.gz";

    /// <summary>Longest rest of the pointer, in ms; longer rests are shortened to it.</summary>
    private const double LongestRest = 600;

    /// <summary>The missing recordings; empty if all are there.</summary>
    public static IReadOnlyList<string> Missing => [.. new[] { Sentences, Password, Mouse }.Where(name => Find(name) is null)];

    /// <summary>A recorded sentence of a hundred key strokes.</summary>
    public static IEnumerable<Gesture> Sentence()
    {
        var strokes = Rows(Sentences).TakeWhile(row => row is ["0", "0", ..]).ToList();
        var start = Number(strokes[0][3]);
        return strokes.SelectMany(row => Stroke(Keyboard.OfRecorded(row[2]), Number(row[3]) - start, Number(row[4]) - start));
    }

    /// <summary>At most eleven key strokes with the holds and intervals of a practised person who typed .tie5Roanl and Return.</summary>
    /// <param name="text">The text to type.</param>
    /// <param name="repetition">The repetition, from 0, of the first subject's 400.</param>
    public static IEnumerable<Gesture> Practised(string text, int repetition)
    {
        // After subject, session and repetition: hold, then down-down and up-down to the next key, in seconds.
        var times = Rows(Password).ElementAt(repetition).Skip(4).Select(field => 1_000 * Number(field)).ToList();
        var down = 0.0;
        for (var i = 0; i < text.Length; i++)
        {
            var key = text[i] == '\n' ? Keyboard.Enter : Keyboard.OfCharacter(text[i]);
            foreach (var gesture in Stroke(key, down, down + times[3 * i])) yield return gesture;
            if (i < text.Length - 1) down += times[(3 * i) + 1];
        }
    }

    /// <summary>Consecutive clicks at separate places, each with the pointer's path to it. Times and coordinates are recorded.</summary>
    /// <param name="count">Number of clicks.</param>
    /// <param name="screen">All positions must lie within it.</param>
    public static IReadOnlyList<Click> Clicks(int count, (double Width, double Height) screen)
    {
        List<Click> run = [];
        List<(double T, double X, double Y)> way = [];
        (double T, double X, double Y)? press = null;
        var session = "";
        foreach (var row in Rows(Mouse))
        {
            if (session != row[2]) (session, run, way, press) = (row[2], [], [], null);
            var at = (T: Number(row[3]), X: Number(row[6]), Y: Number(row[7]));
            switch (row[4], row[5])
            {
                case ("N", "m"):
                    way.Add(at);
                    continue;
                case ("L", "p"):
                    press = at;
                    continue;
                case ("L", "r")
                    when press is { } pressed
                        && Click.Of(way, pressed, at) is { } click
                        && click.IsWithin(screen)
                        && run.All(click.LiesApart):
                    run.Add(click);
                    break;
                default:
                    // A drag, a scroll or another button.
                    run = [];
                    break;
            }

            if (run.Count == count) return run;
            (way, press) = ([], null);
        }

        throw new InvalidOperationException($"No {count} such clicks are in a row.");
    }

    /// <summary>A click and the path to it.</summary>
    /// <param name="X">CSS px.</param>
    /// <param name="Y">CSS px.</param>
    /// <param name="Way">Includes the click itself.</param>
    public sealed record Click(double X, double Y, IReadOnlyList<Gesture> Way)
    {
        /// <summary>Null if the path is too short or too long, or the button is held too long.</summary>
        internal static Click? Of(
            List<(double T, double X, double Y)> way,
            (double T, double X, double Y) press,
            (double T, double X, double Y) release
        )
        {
            if (way.Count is < 30 or > 200 || release.T - press.T > 500 || (release.X, release.Y) != (press.X, press.Y)) return null;
            var (now, last) = (0.0, way[0].T);
            List<Gesture> gestures = [];
            foreach (var (t, x, y) in way) gestures.Add(Gesture.Mouse(Pass(t), "mouseMoved", x, y));
            gestures.Add(Gesture.Mouse(Pass(press.T), "mousePressed", press.X, press.Y));
            gestures.Add(Gesture.Mouse(Pass(release.T), "mouseReleased", release.X, release.Y));
            return now > 5_000 ? null : new(press.X, press.Y, gestures);

            double Pass(double t)
            {
                now += Math.Min(LongestRest, t - last);
                last = t;
                return now;
            }
        }

        internal bool IsWithin((double Width, double Height) screen) =>
            Way.All(gesture => (double)gesture.Arguments["x"] < screen.Width && (double)gesture.Arguments["y"] < screen.Height);

        internal bool LiesApart(Click other) => Math.Abs(X - other.X) >= 80 || Math.Abs(Y - other.Y) >= 40;
    }

    private static Gesture[] Stroke(Keyboard.Key key, double down, double up) =>
        [Gesture.Key(down, true, key), Gesture.Key(up, false, key)];

    private static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path)) return path;
        }

        return null;
    }

    private static IEnumerable<string[]> Rows(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Find(name)!), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line) yield return line.Split(',');
    }

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}

/// <summary>A test that needs the recordings; skipped with a message if they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithRecordingsAttribute : FactAttribute
{
    public FactWithRecordingsAttribute()
    {
        if (Recordings.Missing is { Count: > 0 } missing)
            Skip = $"There is no {string.Join(", ", missing)} in shared/data beside the repository.";
    }
}

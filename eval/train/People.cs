using Sentinel.Replay;

namespace Sentinel.Train;

/// <summary>
/// Recorded people who may be in what ships, split into those to fit, to calibrate and to report. See the data's licences.
/// </summary>
internal sealed class People
{
    private const int FewestKeys = 70;

    private People(IEnumerable<Key[]> people, Func<int, bool> isFitted, Func<int, bool> isReported)
    {
        var all = people.ToList();
        Fitted = [.. all.Where((keys, i) => isFitted(i) && keys.Length >= FewestKeys)];
        Calibrating = [.. all.Where((keys, i) => !isFitted(i) && !isReported(i) && keys.Length >= FewestKeys)];
        Reported = [.. all.Where((keys, i) => isReported(i) && keys.Length >= FewestKeys)];
    }

    public Key[][] Fitted { get; }

    public Key[][] Calibrating { get; }

    public Key[][] Reported { get; }

    /// <summary>2,496 people who write an essay, about 1,000 keys each: half to fit, a quarter to report.</summary>
    public static People Essays(string folder) => Halved(Written(folder));

    /// <summary>The same: five of six to fit, for what learns how people differ; one of twelve to report.</summary>
    public static People Writers(string folder) => new(Written(folder), i => i % 12 < 10, i => i % 12 == 11);

    /// <summary>51 people who type one password again and again: half to fit, a quarter to report.</summary>
    public static People Passwords(string folder) => Halved(
        new KeystrokeCmu(Path.Combine(folder, "keystroke-cmu.csv.gz")).Read()
            .GroupBy(sitting => sitting.Id.Split('-', '/')[0])
            .Select(person => person.SelectMany(Typed.Of).ToArray()));

    private static People Halved(IEnumerable<Key[]> people) => new(people, i => i % 2 == 0, i => i % 4 == 3);

    private static IEnumerable<Key[]> Written(string folder) =>
        new KeystrokeEssays(Path.Combine(folder, "keystroke-essays.csv.gz")).Read().Select(Typed.Of);
}

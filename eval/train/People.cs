using Sentinel.Replay;

namespace Sentinel.Train;

/// <summary>
/// Recorded people who may be in what ships: half to fit, a quarter to calibrate, and a quarter to report. See the data's licences.
/// </summary>
internal sealed class People
{
    private const int FewestKeys = 70;

    private People(IEnumerable<Key[]> people)
    {
        var all = people.ToList();
        Fitted = [.. all.Where((keys, i) => i % 2 == 0 && keys.Length >= FewestKeys)];
        Calibrating = [.. all.Where((keys, i) => i % 4 == 1 && keys.Length >= FewestKeys)];
        Reported = [.. all.Where((keys, i) => i % 4 == 3 && keys.Length >= FewestKeys)];
    }

    public Key[][] Fitted { get; }

    public Key[][] Calibrating { get; }

    public Key[][] Reported { get; }

    /// <summary>2,496 people who write an essay, about 1,000 keys each.</summary>
    public static People Essays(string folder) =>
        new(new KeystrokeEssays(Path.Combine(folder, "keystroke-essays.csv.gz")).Read().Select(Typed.Of));

    /// <summary>51 people who type one password again and again.</summary>
    public static People Passwords(string folder) => new(
        new KeystrokeCmu(Path.Combine(folder, "keystroke-cmu.csv.gz")).Read()
            .GroupBy(sitting => sitting.Id.Split('-', '/')[0])
            .Select(person => person.SelectMany(Typed.Of).ToArray()));
}

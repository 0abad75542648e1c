using System.Globalization;
using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>
/// People at work over a remote desktop: <c>part,user,session,t_ms,button,state,x,y</c>; parts <c>tr</c> and <c>te</c>. The client's
/// invalid coordinate 65535 is sent like any other; only values that the contract refuses (beyond ±100,000) are skipped.
/// </summary>
internal sealed class Balabit(string path) : IRecordingSource
{
    private const double CoordinateLimit = 100_000;

    public string Name => "balabit";

    public IEnumerable<Recording> Read()
    {
        string? session = null;
        List<PointerSample> samples = [];
        foreach (var line in CsvRows.Lines(path))
        {
            if (session is not null && !(line.StartsWith(session, StringComparison.Ordinal) && line[session.Length] == ','))
            {
                yield return Session(session, samples);
                samples = [];
                session = null;
            }

            session ??= line[..SessionLength(line)];
            var sample = Sample(line.AsSpan(session.Length + 1));
            if (Math.Abs(sample.X) <= CoordinateLimit && Math.Abs(sample.Y) <= CoordinateLimit) samples.Add(sample);
        }

        if (session is not null) yield return Session(session, samples);
    }

    private Recording Session(string key, List<PointerSample> samples) =>
        new($"{Name}/{key[..2]}", key.Replace(',', '-'), false, [], samples);

    private static int SessionLength(string line)
    {
        var user = line.IndexOf(',', StringComparison.Ordinal);
        var session = line.IndexOf(',', user + 1);
        return line.IndexOf(',', session + 1);
    }

    private static PointerSample Sample(ReadOnlySpan<char> rest)
    {
        Span<Range> fields = stackalloc Range[5];
        rest.Split(fields, ',');
        return new(Number(rest[fields[0]]), Number(rest[fields[3]]), Number(rest[fields[4]]), Action(rest[fields[2]][0], rest[fields[1]]));
    }

    /// <summary>Maps the state letter; scrolls are the button <c>S</c> with state D(own) or U(p).</summary>
    private static PointerAction Action(char state, ReadOnlySpan<char> button) => (button is "S", state) switch
    {
        (true, _) or (_, 's') => PointerAction.Wheel,
        (_, 'p') => PointerAction.Down,
        (_, 'r') => PointerAction.Up,
        _ => PointerAction.Move,
    };

    private static double Number(ReadOnlySpan<char> field) => double.Parse(field, CultureInfo.InvariantCulture);
}

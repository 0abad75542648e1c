using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>
/// Circles drawn by people and by scripts: <c>class,source,session,t_ms,x,y,type</c>. One recording is one circle of a second or two,
/// rarely more than one pointer stroke, so few are eligible; <see cref="MouseBotsJoined"/> joins them to longer sittings.
/// </summary>
internal sealed class MouseBots(string path) : IRecordingSource
{
    public string Name => "mouse-bots";

    public IEnumerable<Recording> Read() => Circles(path)
        .Select(c => new Recording($"{Name}/{c.Device}", c.Session, c.IsBot, [], c.Samples));

    internal readonly record struct Circle(string Device, string Session, bool IsBot, List<PointerSample> Samples);

    internal static IEnumerable<Circle> Circles(string path) => CsvRows.Runs(path, 3)
        .Select(run => new Circle(run.Rows[0][1], run.Rows[0][2], run.Rows[0][0] == "bot", [.. run.Rows.Select(Sample)]));

    private static PointerSample Sample(string[] row) =>
        new(CsvRows.Number(row[3]), CsvRows.Number(row[4]), CsvRows.Number(row[5]), row[6] switch
        {
            "Pressed" => PointerAction.Down,
            "Released" => PointerAction.Up,
            _ => PointerAction.Move,
        });
}

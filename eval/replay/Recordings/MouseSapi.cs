using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>People at a task of 3 minutes and one of 1 minute: <c>user,session,t,button,state,x,y</c>.</summary>
internal sealed class MouseSapi(string path) : IRecordingSource
{
    public string Name => "mouse-sapi";

    public IEnumerable<Recording> Read() => CsvRows.Runs(path, 2).Select(run =>
        new Recording($"{Name}/{run.Rows[0][1]}", run.Key, false, [], [.. run.Rows.Select(Sample)]));

    private static PointerSample Sample(string[] row) => new(
        CsvRows.Number(row[2]), CsvRows.Number(row[5]), CsvRows.Number(row[6]), row[4] switch
        {
            "p" => PointerAction.Down,
            "r" => PointerAction.Up,
            _ => PointerAction.Move,
        });
}

using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>People who tap PINs on a telephone: <c>user,posture,sample,t,type,x,y</c>. One recording is all PINs in one posture.</summary>
internal sealed class TouchPins(string path) : IRecordingSource
{
    public string Name => "touch-pins";

    public IEnumerable<Recording> Read() => CsvRows.Runs(path, 2).Select(run => new Recording(
        $"{Name}/{run.Rows[0][1]}", run.Key, false, [], [.. run.Rows.Select(Sample).OrderBy(sample => sample.T)], PointerKind.Touch));

    private static PointerSample Sample(string[] row) => new(
        CsvRows.Number(row[3]), CsvRows.Number(row[5]), CsvRows.Number(row[6]), row[4] switch
        {
            "DOWN" => PointerAction.Down,
            "UP" => PointerAction.Up,
            _ => PointerAction.Move,
        });
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sentinel.Replay;

/// <summary>The result of a run: the tables and every session.</summary>
internal sealed record ReplayReport(
    string Run,
    DateTimeOffset BeganAt,
    double ElapsedSeconds,
    IReadOnlyDictionary<string, int> Repeats,
    IReadOnlyList<Row> Rows,
    IReadOnlyList<Target> Targets,
    IReadOnlyList<SessionOutcome> Sessions)
{
    public long Batches => Sessions.Sum(s => (long)s.Batches);

    /// <summary>False if a request was refused; the shares then lack sessions.</summary>
    public bool Complete => Sessions.All(s => s.Error is null);

    public static ReplayReport Of(
        string run,
        DateTimeOffset beganAt,
        TimeSpan elapsed,
        IReadOnlyDictionary<string, int> repeats,
        IReadOnlyList<SessionOutcome> sessions)
    {
        var rows = Row.Of(sessions);
        return new(run, beganAt, elapsed.TotalSeconds, repeats, rows, Target.Of(rows), sessions);
    }

    public void Save(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, ReportJson.Default.ReplayReport));
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(ReplayReport))]
internal sealed partial class ReportJson : JsonSerializerContext;

namespace Sentinel.Replay;

/// <summary>Counts of how sessions ended.</summary>
internal sealed record Endings(int Sessions, int Allow, int Challenge, int Block)
{
    public static Endings Of(IReadOnlyCollection<SessionOutcome> sessions) => new(
        sessions.Count,
        sessions.Count(s => s.Decision == Decisions.Allow),
        sessions.Count(s => s.Decision == Decisions.Challenge),
        sessions.Count(s => s.Decision == Decisions.Block));

    /// <summary>0..1; 0 if there are no sessions.</summary>
    public double Share(int count) => Sessions == 0 ? 0 : (double)count / Sessions;
}

/// <summary>One row of the table: a source's sessions of one class.</summary>
internal sealed record Row(
    string Source,
    string Class,
    Endings All,
    Endings Eligible,
    double? MedianWindowsToBlock,
    long Batches,
    double BatchesPerSecond,
    int Failed)
{
    public static IReadOnlyList<Row> Of(IEnumerable<SessionOutcome> outcomes) =>
        [.. outcomes.GroupBy(o => (o.Source, o.Class)).Select(g => Of(g.Key.Source, g.Key.Class, [.. g]))];

    private static Row Of(string source, string @class, List<SessionOutcome> sessions)
    {
        var batches = sessions.Sum(s => (long)s.Batches);
        var seconds = Math.Max(1, sessions.Max(s => s.EndedAt) - sessions.Min(s => s.BeganAt)) / 1000.0;
        var ended = sessions.Where(s => s.Error is null).ToList();
        return new(
            source, @class, Endings.Of(ended), Endings.Of([.. ended.Where(s => s.Eligible)]),
            Median([.. ended.Where(s => s.WindowsToBlock is not null).Select(s => (double)s.WindowsToBlock!)]),
            batches, batches / seconds, sessions.Count - ended.Count);
    }

    private static double? Median(double[] values)
    {
        if (values.Length == 0) return null;
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}

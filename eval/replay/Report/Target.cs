namespace Sentinel.Replay;

/// <summary>One target for a source's sessions; without a session that is long enough, it has no result.</summary>
internal sealed record Target(string Source, string Class, string Aim, int Sessions, double Measured, string Result)
{
    public const string Met = "met";
    public const string Missed = "missed";
    public const string Nothing = "nothing to judge";

    private const double HumansAllowed = 0.90;
    private const double BalabitBlockedAtMost = 0.01;
    private const double BotsStopped = 0.95;
    private const double BotsBlocked = 0.90;

    /// <summary>The CMU recordings have no specific target; the target for all people applies.</summary>
    public static IReadOnlyList<Target> Of(IEnumerable<Row> rows) => [.. rows.SelectMany(Of)];

    private static IEnumerable<Target> Of(Row row)
    {
        var (all, eligible) = (row.All, row.Eligible);
        if (row.Class == "bot")
            return
            [
                AtLeast(row, "eligible: BLOCK or CHALLENGE ≥ 95 %", eligible, eligible.Block + eligible.Challenge, BotsStopped),
                AtLeast(row, "eligible: BLOCK ≥ 90 %", eligible, eligible.Block, BotsBlocked),
            ];
        if (row.Source.StartsWith("balabit", StringComparison.Ordinal))
            return
            [
                AtMost(row, "BLOCK ≤ 1 %", all, all.Block, BalabitBlockedAtMost),
                AtLeast(row, "ALLOW ≥ 90 %", all, all.Allow, HumansAllowed),
            ];
        return
        [
            AtMost(row, "none BLOCK", all, all.Block, 0),
            AtLeast(row, "eligible: ALLOW ≥ 90 %", eligible, eligible.Allow, HumansAllowed),
        ];
    }

    private static Target AtLeast(Row row, string aim, Endings of, int count, double least) =>
        Judge(row, aim, of, count, of.Share(count) >= least);

    private static Target AtMost(Row row, string aim, Endings of, int count, double most) =>
        Judge(row, aim, of, count, of.Share(count) <= most);

    private static Target Judge(Row row, string aim, Endings of, int count, bool met) =>
        new(row.Source, row.Class, aim, of.Sessions, of.Share(count), of.Sessions == 0 ? Nothing : met ? Met : Missed);
}

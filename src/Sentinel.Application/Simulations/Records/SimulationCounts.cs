using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Simulation;

namespace Sentinel.Application.Simulations.Records;

/// <summary>What a simulation has counted. Its size does not depend on how many rows it has gone through.</summary>
public sealed class SimulationCounts
{
    /// <summary>How many actions are counted by name, the first ones that come.</summary>
    public const int MostActions = 50;

    /// <summary>The name of all other actions.</summary>
    public const string OtherActions = "";

    /// <summary>Rows of the audit that were read, answers or not.</summary>
    public long Rows { get; set; }

    /// <summary>Sessions that were decided again.</summary>
    public long Sessions { get; set; }

    /// <summary>
    /// Sessions that were left out: without their opening, which retention or an erasure took, or decided by a policy that is not known.
    /// </summary>
    public long SkippedSessions { get; set; }

    /// <summary>Answers that the tenant's lists decided: they stay as they are, and are counted with the others too.</summary>
    public long Listed { get; set; }

    /// <summary>Challenges that only the candidate issues, if each is passed.</summary>
    public long NewChallenges { get; set; }

    /// <summary>
    /// By the recorded decision, and within it by the one that the recorded policy gives over the recorded evidence: how far to trust the
    /// simulation.
    /// </summary>
    public long[] Recomputed { get; init; } = new long[9];

    /// <summary>All answers.</summary>
    public FlipCounts All { get; init; } = new();

    /// <summary>By the kind of the row, as a word.</summary>
    public Dictionary<string, FlipCounts> ByKind { get; init; } = [];

    /// <summary>By sensitivity, as a word.</summary>
    public Dictionary<string, FlipCounts> BySensitivity { get; init; } = [];

    /// <summary>Evaluations by their action.</summary>
    public Dictionary<string, FlipCounts> ByAction { get; init; } = [];

    /// <summary>
    /// By the detector that had said most against the session until then; decisions of sessions that nothing was said against are left out.
    /// </summary>
    public Dictionary<string, FlipCounts> ByReason { get; init; } = [];

    /// <summary>
    /// Labelled sessions by their label, each with its strictest decision: the decisions of one session are no new cases.
    /// </summary>
    public Dictionary<string, FlipCounts> ByLabel { get; init; } = [];

    /// <summary>Counts one answer.</summary>
    /// <param name="row">The row.</param>
    /// <param name="simulated">What the simulation says of it.</param>
    /// <param name="reason">What had been said most against its session; null for nothing.</param>
    public void Add(RecordedRow row, in SimulatedDecision simulated, ReasonCode? reason)
    {
        var (before, after, decided) = (simulated.Before, simulated.After, row.Decided);
        Recomputed[FlipCounts.Place(decided.Decision, simulated.Recomputed)]++;
        All.Add(before, after);
        Listed += decided.IsListed ? 1 : 0;
        Of(ByKind, KindOf(decided.Kind)).Add(before, after);
        Of(BySensitivity, WireWord.Of(decided.Sensitivity)).Add(before, after);
        if (decided.Kind == RecordedKind.Evaluation)
            Of(ByAction, ByAction.Count < MostActions || ByAction.ContainsKey(decided.Action) ? decided.Action : OtherActions)
                .Add(before, after);
        if (reason is not null)
            Of(ByReason, reason.Name).Add(before, after);
    }

    /// <summary>Counts a labelled session.</summary>
    public void Add(Label label, in DecisionRange before, in DecisionRange after) => Of(ByLabel, WireWord.Of(label)).Add(before, after);

    private static string KindOf(RecordedKind kind) => WireWord.Of(kind switch
    {
        RecordedKind.Opening => AuditKind.SessionOpened,
        RecordedKind.Evaluation => AuditKind.Evaluation,
        _ => AuditKind.Batch,
    });

    private static FlipCounts Of(Dictionary<string, FlipCounts> counts, string name)
    {
        if (!counts.TryGetValue(name, out var found))
            counts[name] = found = new();
        return found;
    }
}

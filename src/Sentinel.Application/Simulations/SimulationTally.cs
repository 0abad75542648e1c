using Sentinel.Application.Policies;
using Sentinel.Application.Simulations.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Simulation;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Simulations;

/// <summary>Decides sessions again, row by row, and counts what that changes.</summary>
internal sealed class SimulationTally(SimulationWork work, PolicyCatalog policies)
{
    private readonly Dictionary<int, Policy?> versions = [];
    private readonly float[] said = new float[256];
    private SessionId session = SessionId.None;
    private SessionSimulation? simulation;
    private RecordedLabel? label;
    private byte loudest;
    private (DecisionRange Before, DecisionRange After)? strictest;

    /// <summary>With the session that is not closed yet.</summary>
    public SimulationCounts Counts { get; } = work.Simulation.Counts;

    /// <summary>Takes the next rows.</summary>
    /// <param name="rows">Ordered by session and time.</param>
    /// <param name="labels">Those of their sessions.</param>
    /// <param name="cancel">Cancels the reading of a policy.</param>
    public async Task Take(IEnumerable<RecordedRow> rows, IReadOnlyList<RecordedLabel> labels, CancellationToken cancel)
    {
        var bySession = labels.ToLookup(one => one.Session);
        foreach (var row in rows)
        {
            if (row.Session != session)
                Begin(row, bySession[row.Session]);
            Counts.Rows++;
            if (!versions.TryGetValue(row.PolicyVersion, out var policy))
                versions[row.PolicyVersion] = policy = (await policies.Find(work.Simulation.Tenant, row.PolicyVersion, cancel))?.Policy;
            Take(row, policy);
        }
    }

    /// <summary>Counts the last session as a whole.</summary>
    public void Close()
    {
        Counts.Sessions += simulation is null ? 0 : 1;
        Counts.NewChallenges += simulation?.NewChallenges ?? 0;
        if (label is { } given && strictest is var (before, after))
            Counts.Add(given.Label, before, after);
        (session, simulation, label, strictest) = (SessionId.None, null, null, null);
    }

    private void Begin(RecordedRow row, IEnumerable<RecordedLabel> labels)
    {
        Close();
        session = row.Session;
        // The session's own label goes before those of its decisions.
        label = labels.OrderBy(one => one.Decision).FirstOrDefault();
        Array.Clear(said);
        loudest = 0;
        if (row.Decided.Kind == RecordedKind.Opening)
            simulation = new(work.Candidate, work.Baseline);
        else
            Counts.SkippedSessions++;
    }

    private void Take(RecordedRow row, Policy? policy)
    {
        if (simulation is null)
            return;
        if (policy is null)
        {
            // What follows cannot be known.
            simulation = null;
            Counts.SkippedSessions++;
            return;
        }

        Listen(row.Decided);
        if (simulation.Take(row.Decided, policy) is not { } simulated)
            return;
        Counts.Add(row, simulated, loudest == 0 ? null : DetectorCatalog.Reason(loudest));
        if (label is { } given && (given.Decision == Guid.Empty || given.Decision == row.DecisionId))
        {
            var (before, after) = strictest ?? (simulated.Before, simulated.After);
            strictest = (Stricter(before, simulated.Before), Stricter(after, simulated.After));
        }
    }

    /// <summary>Adds up what each detector says against the session.</summary>
    private void Listen(in RecordedDecision row)
    {
        foreach (var line in row.Evidence)
        {
            if (!(line.Said.Weight > 0))
                continue;
            said[line.Said.Id] += line.Said.Weight;
            if (loudest == 0 || said[line.Said.Id] > said[loudest])
                loudest = line.Said.Id;
        }
    }

    private static DecisionRange Stricter(DecisionRange one, DecisionRange other) =>
        new(Stricter(one.IfPassed, other.IfPassed), Stricter(one.IfFailed, other.IfFailed));

    private static Decision Stricter(Decision one, Decision other) => one > other ? one : other;
}

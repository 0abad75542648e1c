using System.Diagnostics.Metrics;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Results;

/// <summary>The server's counters, exposed at <c>/metrics</c>.</summary>
public static class Metrics
{
    public const string MeterName = "Sentinel";

    public const string JobDuration = "sentinel.jobs.duration";

    public static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Jobs = Meter.CreateHistogram<double>(
        JobDuration, "s", "How long runs of background jobs took, by job and outcome.");

    private static readonly int Outcomes = Enum.GetValues<Decision>().Length;

    private static readonly string[] Signs = ["negative", "zero", "positive"];

    private static readonly Tally Decisions = new(
        Meter, "sentinel.decisions", "{decision}",
        "Decisions that were written or, while hot state was away, answered; by kind and decision.",
        Enum.GetValues<AuditKind>().Length * Outcomes,
        cell => [new("kind", WireWord.Of((AuditKind)(cell / Outcomes))), new("decision", WireWord.Of((Decision)(cell % Outcomes)))]);

    private static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        "sentinel.commits.conflicts", "{commit}", "Commits that somebody else had come before, and that were decided again.");

    private static readonly Counter<long> UnreadableStates = Meter.CreateCounter<long>(
        "sentinel.states.unreadable", "{state}", "Stored sessions, users and audit records that were found damaged or of a newer version.");

    private static readonly Counter<long> HotStateLosses = Meter.CreateCounter<long>(
        "sentinel.hot_state.losses", "{partition}",
        "Partitions of hot state that were found lost or older, and to which strikes and bans were published again.");

    private static readonly Counter<long> Baselines = Meter.CreateCounter<long>(
        "sentinel.baselines", "{baseline}", "Baselines that were trained: published, or quarantined because they had drifted.");

    private static readonly Counter<long> MissingBaselines = Meter.CreateCounter<long>(
        "sentinel.baselines.unavailable",
        "{baseline}",
        "Published baselines that were not there or could not be read; their users were scored without them."
    );

    private static readonly Counter<long> Labels = Meter.CreateCounter<long>(
        "sentinel.feedback", "{label}", "Labels that back ends gave decisions and sessions.");

    private static readonly Tally Evidence = new(
        Meter, "sentinel.evidence", "{window}",
        "Windows of which a detector said something; by reason, and by whether it was for a bot or an impostor (positive), for the user "
            + "(negative) or neither (zero).",
        (byte.MaxValue + 1) * Signs.Length,
        cell => [new("reason", NameOf(cell / Signs.Length)), new("sign", Signs[cell % Signs.Length])]);

    private static readonly Tally Turned = new(
        Meter, "sentinel.decisions.turned", "{decision}",
        "Batches after which a session was decided more strictly than before, by their strongest reason and by the new decision.",
        (byte.MaxValue + 1) * Outcomes,
        cell => [new("reason", NameOf(cell / Outcomes)), new("decision", WireWord.Of((Decision)(cell % Outcomes)))]);

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "sentinel.refusals", "{request}", "Requests that were refused for their credential or for how many there were; by reason.");

    public static void Decided(AuditKind kind, Decision decision) =>
        Decisions.Add(((int)kind * Outcomes) + (int)decision);

    /// <param name="kind">What was written.</param>
    /// <param name="verdict">The decision, and the evidence of a batch.</param>
    /// <param name="turnedBy">The reason for which a batch made the session's decision stricter; null if it did not.</param>
    public static void Decided(AuditKind kind, Verdict verdict, ReasonCode? turnedBy = null)
    {
        Decided(kind, verdict.Decision);
        foreach (var line in verdict.Evidence)
        {
            Evidence.Add((line.Said.Code.Id * Signs.Length) + Math.Sign(line.Said.Weight) + 1, Math.Max(1, (int)line.Windows));
        }

        if (turnedBy is { } reason)
            Turned.Add((reason.Id * Outcomes) + (int)verdict.Decision);
    }

    /// <param name="reason">One of the reasons in <see cref="Sessions.Refusals"/>.</param>
    public static void Refused(string reason) => Refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="job">The job's name.</param>
    /// <param name="took">How long it ran.</param>
    /// <param name="failed">Whether it threw.</param>
    public static void Ran(string job, TimeSpan took, bool failed) =>
        Jobs.Record(took.TotalSeconds, new("job_name", job), new("outcome", failed ? "failed" : "done"));

    public static void Conflicted() => Conflicts.Add(1);

    public static void LostHotState(int partitions) => HotStateLosses.Add(partitions);

    /// <param name="outcome"><c>published</c> or <c>quarantined</c>.</param>
    public static void Trained(string outcome) => Baselines.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public static void MissedBaseline() => MissingBaselines.Add(1);

    public static void Labelled(Label label) =>
        Labels.Add(1, new KeyValuePair<string, object?>("label", WireWord.Of(label)));

    /// <param name="kind"><c>session</c>, <c>user</c> or <c>audit</c>.</param>
    public static void FoundUnreadable(string kind) => UnreadableStates.Add(1, new KeyValuePair<string, object?>("kind", kind));

    private static string NameOf(int reason) => DetectorCatalog.Reason((byte)reason).Name;
}

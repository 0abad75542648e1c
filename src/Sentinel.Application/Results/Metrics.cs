using System.Diagnostics.Metrics;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Results;

/// <summary>The server's counters, exposed at <c>/metrics</c>.</summary>
public static class Metrics
{
    public const string MeterName = "Sentinel";

    public static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>(
        "sentinel.decisions", "{decision}", "Decisions that were written or, while hot state was away, answered; by kind and decision.");

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

    private static readonly Counter<long> Evidence = Meter.CreateCounter<long>(
        "sentinel.evidence",
        "{window}",
        "Windows of which a detector said something; by reason, and by whether it was for a bot or an impostor (positive), for the user "
            + "(negative) or neither (zero).");

    private static readonly Counter<long> Turned = Meter.CreateCounter<long>(
        "sentinel.decisions.turned",
        "{decision}",
        "Batches after which a session was decided more strictly than before, by their strongest reason and by the new decision.");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "sentinel.refusals", "{request}", "Requests that were refused for their credential or for how many there were; by reason.");

    public static void Decided(AuditKind kind, Decision decision) =>
        Decisions.Add(1, new("kind", WireWord.Of(kind)), new("decision", WireWord.Of(decision)));

    /// <param name="kind">What was written.</param>
    /// <param name="verdict">The decision, and the evidence of a batch.</param>
    /// <param name="turnedBy">The reason for which a batch made the session's decision stricter; null if it did not.</param>
    public static void Decided(AuditKind kind, Verdict verdict, ReasonCode? turnedBy = null)
    {
        Decided(kind, verdict.Decision);
        foreach (var line in verdict.Evidence)
        {
            var sign = line.Said.Weight > 0 ? "positive" : line.Said.Weight < 0 ? "negative" : "zero";
            Evidence.Add(Math.Max(1, (int)line.Windows), new("reason", line.Said.Code.Name), new("sign", sign));
        }

        if (turnedBy is { } reason)
            Turned.Add(1, new("reason", reason.Name), new("decision", WireWord.Of(verdict.Decision)));
    }

    /// <param name="reason">One of the reasons in <see cref="Sessions.Refusals"/>.</param>
    public static void Refused(string reason) => Refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public static void Conflicted() => Conflicts.Add(1);

    public static void LostHotState(int partitions) => HotStateLosses.Add(partitions);

    /// <param name="outcome"><c>published</c> or <c>quarantined</c>.</param>
    public static void Trained(string outcome) => Baselines.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public static void MissedBaseline() => MissingBaselines.Add(1);

    public static void Labelled(Label label) =>
        Labels.Add(1, new KeyValuePair<string, object?>("label", WireWord.Of(label)));

    /// <param name="kind"><c>session</c>, <c>user</c> or <c>audit</c>.</param>
    public static void FoundUnreadable(string kind) => UnreadableStates.Add(1, new KeyValuePair<string, object?>("kind", kind));
}

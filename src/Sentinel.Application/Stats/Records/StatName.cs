using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Stats.Records;

/// <summary>What is counted. Names are words with spaces between, as in <c>decision BATCH BLOCK</c>; they are stored.</summary>
public static class StatName
{
    private const string Reasons = "reason", Mentions = "mention", Evidences = "evidence", Turns = "turned";

    private static readonly int Outcomes = Enum.GetValues<Domain.Trust.Decision>().Length;
    private static readonly string[] Signs = ["negative", "zero", "positive"];
    private static readonly string?[] Decisions = new string?[Enum.GetValues<AuditKind>().Length * Outcomes];
    private static readonly string?[] ReasonNames = new string?[(byte.MaxValue + 1) * Outcomes];
    private static readonly string?[] MentionNames = new string?[byte.MaxValue + 1];
    private static readonly string?[] TurnNames = new string?[(byte.MaxValue + 1) * Outcomes];
    private static readonly string?[] EvidenceNames = new string?[(byte.MaxValue + 1) * Signs.Length];

    /// <summary>Answers of this kind and decision.</summary>
    public static string Decision(AuditKind kind, Decision decision) =>
        Decisions[((int)kind * Outcomes) + (int)decision] ??= $"decision {WireWord.Of(kind)} {WireWord.Of(decision)}";

    /// <summary>Batches and evaluations of this decision whose explanation names the reason.</summary>
    public static string Reason(byte reason, Decision decision) =>
        ReasonNames[(reason * Outcomes) + (int)decision] ??= $"{Reasons} {NameOf(reason)} {WireWord.Of(decision)}";

    /// <summary>Rows of other kinds whose explanation names the reason.</summary>
    public static string Mention(byte reason) => MentionNames[reason] ??= $"{Mentions} {NameOf(reason)}";

    /// <summary>The beginnings of the names under which rows that name the reason are counted.</summary>
    public static (string Reason, string Mention) OfRowsWith(string reason) => ($"{Reasons} {reason} ", $"{Mentions} {reason}");

    /// <summary>Batches that this reason turned to a stricter decision.</summary>
    public static string Turned(byte reason, Decision decision) =>
        TurnNames[(reason * Outcomes) + (int)decision] ??= $"{Turns} {NameOf(reason)} {WireWord.Of(decision)}";

    /// <summary>Windows about which the detector spoke for the user (sign −1), neither (0), or against (1).</summary>
    public static string Evidence(byte reason, int sign) =>
        EvidenceNames[(reason * Signs.Length) + sign + 1] ??= $"{Evidences} {NameOf(reason)} {Signs[sign + 1]}";

    /// <summary>Requests with a batch whose duration fell into this bucket of <see cref="Latency"/>.</summary>
    public static string Bucket(int bucket) => string.Create(null, $"latency {bucket}");

    /// <summary>The reasons that were counted in any way, by name.</summary>
    public static IEnumerable<string> ReasonsOf(Counts counts) => counts.Values.Keys
        .Select(name => name.Split(' '))
        .Where(words => words is [Reasons or Evidences or Turns, _, _])
        .Select(words => words[1])
        .Distinct(StringComparer.Ordinal);

    private static string NameOf(byte reason) => DetectorCatalog.Reason(reason).Name;
}

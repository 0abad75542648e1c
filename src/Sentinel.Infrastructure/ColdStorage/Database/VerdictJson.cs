using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>
/// JSON columns with reasons, and with another policy's verdict and its reasons. The strongest reason is first:
/// <c>[{"id":7,"name":"physics.key_hold","weight":1.5,"confidence":0.9}]</c>; weight in nats, confidence 0..1. Reading uses the id only;
/// the name is for searches.
/// </summary>
internal static class VerdictJson
{
    public static string Write(ImmutableArray<Reason> reasons) =>
        reasons.IsDefaultOrEmpty ? "[]" : JsonSerializer.Serialize(Items(reasons), VerdictJsonContext.Default.ReasonItemArray);

    public static ImmutableArray<Reason> Read(string? json) =>
        json is null or "[]" ? [] : Reasons(JsonSerializer.Deserialize(json, VerdictJsonContext.Default.ReasonItemArray));

    public static string Write(Verdict verdict) => JsonSerializer.Serialize(
        new VerdictItem(
            verdict.DecisionId,
            verdict.Decision,
            verdict.Scores?.Trust,
            verdict.Scores?.Risk,
            verdict.Scores?.Phase,
            Items(verdict.Reasons),
            verdict.PolicyVersion,
            verdict.BaselineVersion),
        VerdictJsonContext.Default.VerdictItem);

    /// <exception cref="JsonException">The text is not a verdict.</exception>
    public static Verdict ReadVerdict(string json)
    {
        var item = JsonSerializer.Deserialize(json, VerdictJsonContext.Default.VerdictItem) ?? throw new JsonException("null");
        return new()
        {
            DecisionId = item.DecisionId,
            Decision = item.Decision,
            Scores = item.Phase is { } phase ? new(item.Trust ?? 0, item.Risk ?? 0, phase) : null,
            Reasons = Reasons(item.Reasons),
            PolicyVersion = item.PolicyVersion,
            BaselineVersion = item.BaselineVersion,
        };
    }

    /// <summary>The operand of PostgreSQL's <c>@&gt;</c> that finds a reason of this name.</summary>
    public static string Containing(string name) => $"[{{{Member(name)}}}]";

    /// <summary>
    /// The same for a text search. It is exact because names are quoted and <see cref="Write(ImmutableArray{Reason})"/> adds no spaces.
    /// </summary>
    public static string Member(string name) => $"\"name\":{JsonSerializer.Serialize(name, VerdictJsonContext.Default.String)}";

    private static ReasonItem[] Items(ImmutableArray<Reason> reasons) =>
        [.. reasons.Select(reason => new ReasonItem(reason.Code.Id, reason.Code.Name, reason.Weight, reason.Confidence))];

    private static ImmutableArray<Reason> Reasons(ReasonItem[]? items) =>
        [.. (items ?? []).Select(item => Reason.Of(DetectorCatalog.Reason(item.Id), item.Weight, item.Confidence))];
}

internal sealed record VerdictItem(
    Guid DecisionId,
    Decision Decision,
    double? Trust,
    double? Risk,
    Phase? Phase,
    ReasonItem[] Reasons,
    int PolicyVersion,
    int BaselineVersion
);

internal sealed record ReasonItem(byte Id, string Name, float Weight, float Confidence);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ReasonItem[]))]
[JsonSerializable(typeof(VerdictItem))]
[JsonSerializable(typeof(string))]
internal sealed partial class VerdictJsonContext : JsonSerializerContext;

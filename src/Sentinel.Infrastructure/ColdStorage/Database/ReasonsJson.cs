using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sentinel.Domain.Detection;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>
/// Reasons in a JSON column, strongest first: <c>[{"id":7,"name":"physics.key_hold","weight":1.5,"confidence":0.9}]</c>; weight in nats,
/// confidence 0..1. The id is what counts; the name is there to be searched for.
/// </summary>
internal static class ReasonsJson
{
    public static string Write(ImmutableArray<Reason> reasons)
    {
        if (reasons.IsDefaultOrEmpty) return "[]";
        var items = new ReasonItem[reasons.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = new(reasons[i].Code.Id, reasons[i].Code.Name, reasons[i].Weight, reasons[i].Confidence);
        return JsonSerializer.Serialize(items, ReasonJsonContext.Default.ReasonItemArray);
    }

    public static ImmutableArray<Reason> Read(string json) =>
        json == "[]"
            ? []
            :
            [
                .. (JsonSerializer.Deserialize(json, ReasonJsonContext.Default.ReasonItemArray) ?? []).Select(item =>
                    Reason.Of(DetectorCatalog.Reason(item.Id), item.Weight, item.Confidence)
                ),
            ];

    /// <summary>What a column holds if a reason of this name is in it: for PostgreSQL's <c>@&gt;</c>.</summary>
    public static string Containing(string name) => $"[{{{Member(name)}}}]";

    /// <summary>The same for a search in the text, exact because the names are quoted and <see cref="Write"/> adds no spaces.</summary>
    public static string Member(string name) => $"\"name\":{JsonSerializer.Serialize(name, ReasonJsonContext.Default.String)}";
}

internal sealed record ReasonItem(byte Id, string Name, float Weight, float Confidence);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ReasonItem[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class ReasonJsonContext : JsonSerializerContext;

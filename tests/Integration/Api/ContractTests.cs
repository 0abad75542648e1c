using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Compares the OpenAPI document with the approved one, so that every change is deliberate. To approve a change: <c>SENTINEL_APPROVE=1
/// dotnet test tests/Integration --filter ContractTests</c>, then commit the file.
/// </summary>
[Collection(EmbeddedNode.Name)]
public sealed class ContractTests(EmbeddedParts parts) : ApiTests(parts)
{
    private const int MaxShown = 40;

    private static readonly string Approved = Path.Combine(SourceTree.Root, "tests", "Integration", "Api", "openapi.approved.json");

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task Document_WhenServed_IsTheApprovedOne()
    {
        var served = Normal((await Client.Get("/swagger/v1/swagger.json")).Expect(200).Json!)!;
        if (Environment.GetEnvironmentVariable("SENTINEL_APPROVE") == "1")
            await File.WriteAllTextAsync(Approved, served.ToJsonString(Layout) + "\n");
        var approved = JsonNode.Parse(await File.ReadAllTextAsync(Approved));
        var changes = Changes("", approved, served).ToList();
        Assert.True(changes.Count == 0, $"""
            The HTTP contract is not the approved one ({changes.Count} differences):
            {string.Join('\n', changes.Take(MaxShown))}
            If that is meant: SENTINEL_APPROVE=1 dotnet test tests/Integration --filter ContractTests,
            and commit tests/Integration/Api/openapi.approved.json.
            """);
    }

    [Fact]
    public void Changes_WhenDocumentsDiffer_NamesEachPlace()
    {
        var approved = JsonNode.Parse("""{"paths":{"/a":{"get":1},"/b":{"get":{"codes":["x","y"]}}},"same":{"b":1,"a":[2]}}""");
        var served = JsonNode.Parse("""{"same":{"a":[2],"b":1},"paths":{"/b":{"get":{"codes":["x","z",3]}},"/c":{}}}""");
        Assert.Equal(
            ["- paths /a: {\"get\":1}", "~ paths /b get codes 1: \"y\" is now \"z\"", "+ paths /b get codes 2: 3", "+ paths /c: {}"],
            Changes("", approved, served).Order(Comparer<string>.Create((left, right) => string.CompareOrdinal(left[2..], right[2..]))));
        Assert.Empty(Changes("", Normal(approved), approved));
    }

    /// <summary>Sorts members, because their order has no meaning.</summary>
    private static JsonNode? Normal(JsonNode? node) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members
                    .OrderBy(member => member.Key, StringComparer.Ordinal)
                    .Select(member => KeyValuePair.Create(member.Key, Normal(member.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Select(Normal)]),
            _ => node?.DeepClone(),
        };

    private static IEnumerable<string> Changes(string place, JsonNode? approved, JsonNode? served)
    {
        if (approved is JsonObject or JsonArray && served?.GetType() == approved.GetType())
        {
            var (before, after) = (Members(approved), Members(served!));
            return before
                .Keys.Union(after.Keys)
                .SelectMany(name =>
                    (before.TryGetValue(name, out var old), after.TryGetValue(name, out var now)) switch
                    {
                        (true, false) => [$"- {place}{name}: {Brief(old)}"],
                        (false, true) => [$"+ {place}{name}: {Brief(now)}"],
                        _ => Changes($"{place}{name} ", old, now),
                    }
                );
        }

        return JsonNode.DeepEquals(approved, served) ? [] : [$"~ {place.TrimEnd()}: {Brief(approved)} is now {Brief(served)}"];
    }

    private static Dictionary<string, JsonNode?> Members(JsonNode node) => node is JsonArray items
        ? items.Select((item, index) => ($"{index}", item)).ToDictionary()
        : node.AsObject().ToDictionary(member => member.Key, member => member.Value);

    private static string Brief(JsonNode? node)
    {
        var text = node?.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null";
        return text.Length <= 160 ? text : $"{text[..160]}…";
    }
}

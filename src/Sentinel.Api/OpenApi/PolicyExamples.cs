namespace Sentinel.Api.OpenApi;

/// <summary>Examples of calls about policies, by the name of the method.</summary>
internal static class PolicyExamples
{
    private const string Change = """{ "note": "The shadow blocked nobody in a week" }""";

    public static readonly IReadOnlyDictionary<string, string> Requests = new Dictionary<string, string>
    {
        ["CreatePolicyVersion"] = """{ "basedOn": 1, "note": "Fewer chances for scripts" }""",
        ["EditPolicyVersion"] = """
            {
              "document": { "name": "careful", "mediumThreshold": 0.45, "weights": { "pattern.equal_steps": 0.5 } },
              "note": "Fewer chances for scripts"
            }
            """,
        ["ApprovePolicyVersion"] = Change,
        ["ShadowPolicyVersion"] = Change,
        ["PublishPolicyVersion"] = """{ "note": "The shadow blocked nobody in a week", "acceptBlockShare": 0.06 }""",
        ["RollBackPolicyVersion"] = Change,
    };

    public static readonly IReadOnlyDictionary<string, string> Answers = new Dictionary<string, string>
    {
        ["GetPolicySchema"] = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A policy of Sentinel", "type": "object",
              "properties": { "mediumThreshold": { "type": "number", "minimum": 0.05, "maximum": 0.95, "default": 0.4 } },
              "additionalProperties": false
            }
            """,
        ["ListPolicyVersions"] = $$"""{ "items": [{{Version("LIVE", 4, liveAt: true)}}], "nextCursor": "4" }""",
        ["GetPolicyVersion"] = Version("LIVE", 4, liveAt: true),
        ["ComparePolicyVersions"] = """
            { "number": 4, "from": 1, "differences": [{ "path": "mediumThreshold", "before": 0.4, "after": 0.45 }] }
            """,
        ["CreatePolicyVersion"] = Version("DRAFT", 1),
        ["EditPolicyVersion"] = Version("DRAFT", 2),
        ["ApprovePolicyVersion"] = Version("DRAFT", 3),
        ["ShadowPolicyVersion"] = Version("SHADOW", 4),
        ["PublishPolicyVersion"] = Version("LIVE", 4, liveAt: true),
        ["RollBackPolicyVersion"] = Version("RETIRED", 5, liveAt: true),
    };

    private static string Version(string state, int revision, bool liveAt = false) => $$"""
        {
          "number": 4, "state": "{{state}}",
          "document": { "name": "careful", "mediumThreshold": 0.45, "weights": { "pattern.equal_steps": 0.5 } },
          "note": "Fewer chances for scripts", "basedOn": 1, "revision": {{revision}}, "createdAt": "2026-01-31T12:00:00Z",
          "changedAt": "2026-01-31T12:10:00Z", "authors": ["019b6a3c-9c40-7f61-ad84-3e5b7f9c1d43"],
          "approvals": [{ "by": "019b6a3c-aa10-7c52-b1f3-5d6e7f8a9b0c", "at": "2026-01-31T12:05:00Z" }],
          "liveAt": {{(liveAt ? "\"2026-01-31T12:10:00Z\"" : "null")}}
        }
        """;
}

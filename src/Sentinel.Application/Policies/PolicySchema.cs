using System.Reflection;
using System.Text.Json.Nodes;
using Sentinel.Application.Results;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Policies;

/// <summary>The JSON schema of a policy's document, draft 2020-12, for editors and for checks before an import.</summary>
public static class PolicySchema
{
    private const string Detectors = "The name of a detector's reason; GET /api/v1/reasons lists them.";

    public static JsonObject Build()
    {
        JsonObject members = new()
        {
            ["name"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = PolicyDocument.LongestName },
        };
        foreach (var member in PolicyDocument.Plain)
            members[PolicyDocument.NameOf(member)] = Plain(member);
        members["groupCaps"] = Object(
            "The most evidence for a bot that counts from one group, nats.",
            ("propertyNames", new JsonObject { ["enum"] = Words<EvidenceGroup>() }), ("additionalProperties", Number(0, 10)));
        members["weights"] = Object(
            "By how much the evidence of single detectors counts more or less than calibrated. 0 watches a detector without effect. "
                + Detectors,
            ("additionalProperties", Number(0, DetectorWeights.Most)));
        members["actions"] = Object(
            "What single actions need beside the sensitivity that the site gives them. A rule never makes a decision milder.",
            ("propertyNames", new JsonObject { ["pattern"] = "^[A-Za-z0-9._:-]{1,64}$" }),
            ("maxProperties", ActionRules.Capacity),
            ("additionalProperties", Rule()));
        members["agents"] = Object(
            "What declared agents get for each sensitivity, whatever their behaviour says. No sensitivity gets a milder decision than a "
                + "lower one. An agent that is not named here is decided as a person is.",
            ("propertyNames", new JsonObject { ["pattern"] = "^[a-z0-9._-]{1,64}$" }),
            ("maxProperties", AgentRules.Capacity),
            ("additionalProperties", Agent()));
        return new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A policy of Sentinel",
            ["description"] = "Members that are left out have the default's value. Rules between members are checked by the server.",
            ["type"] = "object",
            ["properties"] = members,
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Plain(PropertyInfo member)
    {
        JsonObject schema = [];
        if (PolicyRules.RangeOf(member) is { } range)
        {
            schema["type"] = member.PropertyType == typeof(int) ? "integer" : "number";
            (schema["minimum"], schema["maximum"]) = (range.Least, range.Most);
        }
        else
            schema["type"] = "boolean";
        schema["default"] = PolicyDocument.Write(Policy.Default)[PolicyDocument.NameOf(member)]!.DeepClone();
        return schema;
    }

    private static JsonObject Rule() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["sensitivity"] = new JsonObject { ["enum"] = Words<Sensitivity>(), ["description"] = "The action's least sensitivity." },
            ["minTrust"] = Number(0, 1, "Trust below which it is challenged unless a challenge was passed."),
            ["needsPass"] = new JsonObject
            {
                ["type"] = "boolean", ["description"] = "Whether it is allowed only after a challenge that was passed and is still valid.",
            },
        },
        ["additionalProperties"] = false,
    };

    private static JsonObject Agent() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(Enum.GetValues<Sensitivity>().Select(sensitivity => KeyValuePair.Create(
            PolicyDocument.NameOf(sensitivity.ToString()),
            (JsonNode?)new JsonObject { ["enum"] = Words<Decision>(), ["default"] = WireWord.Of(Decision.Block) }))),
        ["additionalProperties"] = false,
    };

    private static JsonObject Object(string description, params (string Name, JsonNode Value)[] members)
    {
        JsonObject schema = new() { ["type"] = "object", ["description"] = description };
        foreach (var (name, value) in members) schema[name] = value;
        return schema;
    }

    private static JsonObject Number(double least, double most, string? description = null)
    {
        JsonObject schema = new() { ["type"] = "number", ["minimum"] = least, ["maximum"] = most };
        if (description is not null) schema["description"] = description;
        return schema;
    }

    private static JsonArray Words<T>()
        where T : struct, Enum => new([.. WireWord.All<T>().Keys.Select(word => (JsonNode)word)]);
}

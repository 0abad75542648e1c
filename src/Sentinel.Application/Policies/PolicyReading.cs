using System.Reflection;
using System.Text.Json;
using Sentinel.Application.Results;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Policies;

/// <summary>Reads one document of a policy, and collects its faults instead of ending at the first.</summary>
/// <param name="path">The name of the field that holds the document; empty for the document itself.</param>
internal sealed class PolicyReading(string path)
{
    private readonly List<Violation> faults = [];

    public IReadOnlyList<Violation> Faults => faults;

    public bool IsFaulty(string member) => faults.Any(fault => fault.Path == PathOf(member));

    public void Add(IEnumerable<(string Member, string Message)> found)
    {
        foreach (var (member, message) in found) Fault(member, message);
    }

    public Policy Read(JsonElement document, IReadOnlyDictionary<string, PropertyInfo> plain)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            Fault("", "must be a JSON object, as GET /api/v1/policy/versions/1 answers it");
            return Policy.Default;
        }

        // A copy of its own: reflection may set what only initialisers can.
        var policy = Policy.Default with { };
        foreach (var member in Once(document, ""))
        {
            if (plain.TryGetValue(member.Name, out var property)) Set(policy, property, member);
            else policy = Other(policy, member, plain.Keys);
        }

        return policy;
    }

    private void Set(Policy policy, PropertyInfo property, JsonProperty member)
    {
        var type = property.PropertyType;
        var value = member.Value;
        if (type == typeof(bool))
        {
            if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) property.SetValue(policy, value.GetBoolean());
            else Fault(member.Name, "must be true or false");
        }
        else if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
            Fault(member.Name, "must be a number");
        else if (type == typeof(int))
        {
            if (value.TryGetInt32(out var whole)) property.SetValue(policy, whole);
            else Fault(member.Name, "must be a whole number");
        }
        else if (type == typeof(TimeSpan))
        {
            if (Math.Abs(number) <= 1e9) property.SetValue(policy, TimeSpan.FromMilliseconds(Math.Round(number * 1_000)));
            else Fault(member.Name, "must be a number of seconds");
        }
        else
            property.SetValue(policy, number);
    }

    private Policy Other(Policy policy, JsonProperty member, IEnumerable<string> known)
    {
        switch (member.Name)
        {
            case "name" when member.Value.ValueKind == JsonValueKind.String
                && member.Value.GetString() is { Length: > 0 and <= PolicyDocument.LongestName } name && !name.Any(char.IsControl):
                return policy with { Name = name };
            case "name":
                Fault("name", $"must be 1–{PolicyDocument.LongestName} characters, none of them a control character");
                return policy;
            case "groupCaps":
                return policy with { GroupCaps = Caps(member) };
            case "weights":
                return policy with { Weights = Weights(member) };
            case "actions":
                return policy with { Actions = Actions(member) };
            case "agents":
                return policy with { Agents = Agents(member) };
            default:
                Fault(member.Name, $"is unknown; the nearest is {Nearest(member.Name, known)}");
                return policy;
        }
    }

    private GroupCaps Caps(JsonProperty member)
    {
        GroupCaps caps = default;
        foreach (var one in Members(member))
        {
            var at = $"{member.Name}.{one.Name}";
            if (!WireWord.All<EvidenceGroup>().TryGetValue(one.Name, out var group))
                Fault(at, $"is no group; the groups are {string.Join(", ", WireWord.All<EvidenceGroup>().Keys)}");
            else if (Number(one.Value) is { } nats and >= 0 and <= 10)
                caps = caps.With(group, nats);
            else
                Fault(at, "must be 0 to 10 nats");
        }

        return caps;
    }

    private DetectorWeights Weights(JsonProperty member)
    {
        Dictionary<string, double> weights = [];
        foreach (var one in Members(member))
        {
            var at = $"{member.Name}.{one.Name}";
            if (DetectorCatalog.Reason(one.Name) is not { } code || DetectorCatalog.Detector(code) is null)
                Fault(at, "is no detector; GET /api/v1/reasons lists them");
            else if (Number(one.Value) is { } weight)
                weights[one.Name] = weight;
            else
                Fault(at, "must be a number");
        }

        return DetectorWeights.Of(weights);
    }

    private ActionRules Actions(JsonProperty member) => ActionRules.Of(
        Rules(member, IsAction, "is no action: must be 1–64 of [A-Za-z0-9._:-]", Rule));

    private static bool IsAction(string name) =>
        name.Length is > 0 and <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || "._:-".Contains(letter));

    private AgentRules Agents(JsonProperty member) => AgentRules.Of(
        Rules(member, AgentRules.IsName, "is no agent: must be 1–64 of [a-z0-9._-]", Agent));

    private Dictionary<string, TRule> Rules<TRule>(
        JsonProperty member, Func<string, bool> isName, string otherwise, Func<string, JsonProperty, TRule> read)
        where TRule : class
    {
        Dictionary<string, TRule> rules = [];
        foreach (var one in Members(member))
        {
            var at = $"{member.Name}.{one.Name}";
            if (!isName(one.Name))
                Fault(at, otherwise);
            else if (rules.Count == NamedRules<TRule>.Capacity)
                Fault(at, $"is one too many: at most {NamedRules<TRule>.Capacity}");
            else
                rules[one.Name] = read(at, one);
        }

        return rules;
    }

    private AgentRule Agent(string at, JsonProperty member)
    {
        AgentRule rule = new();
        foreach (var one in Members(member, at))
        {
            Decision? decision = one.Value.ValueKind == JsonValueKind.String
                && WireWord.All<Decision>().TryGetValue(one.Value.GetString()!, out var word) ? word : null;
            rule = (one.Name, decision) switch
            {
                ("low", { } low) => rule with { Low = low },
                ("medium", { } medium) => rule with { Medium = medium },
                ("high", { } high) => rule with { High = high },
                ("low" or "medium" or "high", _) => Faulty(rule, $"{at}.{one.Name}", "must be ALLOW, CHALLENGE or BLOCK"),
                _ => Faulty(rule, $"{at}.{one.Name}", "is unknown; a rule has low, medium and high"),
            };
        }

        return rule;
    }

    private AgentRule Faulty(AgentRule rule, string at, string message)
    {
        Fault(at, message);
        return rule;
    }

    private ActionRule Rule(string at, JsonProperty member)
    {
        var rule = ActionRule.None;
        foreach (var one in Members(member, at))
        {
            switch (one.Name)
            {
                case "sensitivity" when one.Value.ValueKind == JsonValueKind.String
                    && WireWord.All<Sensitivity>().TryGetValue(one.Value.GetString()!, out var sensitivity):
                    rule = rule with { Sensitivity = sensitivity };
                    break;
                case "sensitivity":
                    Fault($"{at}.sensitivity", "must be LOW, MEDIUM or HIGH");
                    break;
                case "minTrust" when Number(one.Value) is { } trust:
                    rule = rule with { MinTrust = trust };
                    break;
                case "minTrust":
                    Fault($"{at}.minTrust", "must be 0 to 1");
                    break;
                case "needsPass" when one.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    rule = rule with { NeedsPass = one.Value.GetBoolean() };
                    break;
                case "needsPass":
                    Fault($"{at}.needsPass", "must be true or false");
                    break;
                default:
                    Fault($"{at}.{one.Name}", "is unknown; a rule has sensitivity, minTrust and needsPass");
                    break;
            }
        }

        return rule;
    }

    private JsonProperty[] Members(JsonProperty member, string? at = null)
    {
        if (member.Value.ValueKind == JsonValueKind.Object)
            return [.. Once(member.Value, at ?? member.Name)];
        Fault(at ?? member.Name, "must be an object");
        return [];
    }

    /// <summary>The members of an object. A name that comes again is a fault: one value would be read, and another count.</summary>
    private IEnumerable<JsonProperty> Once(JsonElement json, string at)
    {
        foreach (var same in json.EnumerateObject().GroupBy(member => member.Name, StringComparer.Ordinal))
        {
            if (same.Skip(1).Any())
                Fault(at.Length == 0 ? same.Key : $"{at}.{same.Key}", "is given more than once");
            yield return same.Last();
        }
    }

    private static double? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    private void Fault(string member, string message) => faults.Add(new(PathOf(member), message));

    private string PathOf(string member) => path.Length == 0 ? member : member.Length == 0 ? path : $"{path}.{member}";

    /// <summary>The known name with the most letters in common at its beginning and end.</summary>
    private static string Nearest(string name, IEnumerable<string> known) =>
        known.Concat(["name", "groupCaps", "weights", "actions", "agents"]).MaxBy(other => Common(name, other))!;

    private static int Common(string one, string other)
    {
        var (start, end, most) = (0, 0, Math.Min(one.Length, other.Length));
        while (start < most && char.ToUpperInvariant(one[start]) == char.ToUpperInvariant(other[start])) start++;
        while (end < most - start && one[^(end + 1)] == other[^(end + 1)]) end++;
        return start + end;
    }
}

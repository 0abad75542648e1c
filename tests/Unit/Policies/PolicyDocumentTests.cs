using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sentinel.Application.Policies;
using Sentinel.Application.Results;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>A policy as JSON: nothing is lost, and every fault is named.</summary>
public sealed class PolicyDocumentTests
{
    [Fact]
    public void Presets_AsDocuments_AreValidAndReadBack()
    {
        foreach (var preset in PolicyPreset.All)
            Assert.Equal(preset, Read(PolicyDocument.Write(preset)) with { Version = preset.Version });
    }

    [Fact]
    public void Document_OfAnyValidPolicy_SurvivesARoundTrip()
    {
        Random random = new(20261130);
        for (var i = 0; i < 300; i++)
        {
            var policy = RandomPolicies.Valid(random);
            var document = PolicyDocument.Write(policy);
            Assert.Equal(policy, Read(document));
            Assert.Equal(policy, PolicyDocument.ReadStored(document.ToJsonString()));
            Assert.Empty(PolicyDocument.Differences(policy, Read(document)));
        }
    }

    [Fact]
    public void Document_WithSeveralFaults_NamesEach()
    {
        var faults = Faults("""
            {
              "name": "", "mediumThreshold": 2, "trustedWindows": 1.5, "highFreshnessSeconds": "120", "highNeedsIdentity": 1,
              "mediumTreshold": 0.4, "version": 9,
              "groupCaps": {"HOLDS": -1, "FEET": 1}, "weights": {"pattern.equal_steps": 9, "pattern.no_such": 1, "context.banned": 0},
              "actions": {"transfer": {"sensitivity": "SOME", "minTrust": 7, "needsPass": "yes", "trust": 1}, "a b": {}},
              "agents": {"acme": {"low": "allow", "medium": 1, "top": "BLOCK"}, "Acme": {}, "late": {"low": "BLOCK", "high": "ALLOW"}}
            }
            """);
        Assert.Equal(
            [
                "document.actions.a b", "document.actions.transfer.minTrust", "document.actions.transfer.needsPass",
                "document.actions.transfer.sensitivity", "document.actions.transfer.trust", "document.agents.Acme",
                "document.agents.acme.low", "document.agents.acme.medium", "document.agents.acme.top", "document.agents.late",
                "document.groupCaps.FEET",
                "document.groupCaps.HOLDS", "document.highFreshnessSeconds", "document.highNeedsIdentity", "document.mediumThreshold",
                "document.mediumTreshold", "document.name", "document.trustedWindows", "document.version",
                "document.weights.context.banned", "document.weights.pattern.equal_steps", "document.weights.pattern.no_such",
            ],
            faults.Select(fault => fault.Path).Order(StringComparer.Ordinal));
        Assert.Contains("mediumThreshold", Of("document.mediumTreshold"), StringComparison.Ordinal);
        Assert.Equal("must be 0.05 to 0.95", Of("document.mediumThreshold"));

        string Of(string path) => faults.Single(fault => fault.Path == path).Message;
    }

    [Fact]
    public void Document_WithAMemberTwice_NamesItAtEveryDepth() => Assert.Equal(
        [
            "document.actions.pay", "document.actions.transfer.minTrust", "document.groupCaps.HOLDS", "document.mediumThreshold",
            "document.name", "document.weights.pattern.equal_steps",
        ],
        Faults("""
            {
              "name": "one", "mediumThreshold": 0.4, "mediumThreshold": 0.4, "mediumThreshold": 0.41, "\u006eame": "other",
              "groupCaps": {"HOLDS": 1, "HOLDS": 2}, "weights": {"pattern.equal_steps": 1, "pattern.equal_steps": 0},
              "actions": {"transfer": {"minTrust": 0.9, "minTrust": 0}, "pay": {"needsPass": true}, "pay": {}}
            }
            """).Select(fault => fault.Path).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("maxBotLogOddsPerGroup", """{"maxBotLogOddsPerGroup": 5.1}""")]
    [InlineData("maxBotLogOddsPerGroup", """{"maxBotLogOddsPerGroup": 2}""")]
    [InlineData("maxBlamePerWindow", """{"blockRisk": 0.5, "maxBotLogOddsPerGroup": 2}""")]
    [InlineData("maxCarriedBotLogOdds", """{"maxCarriedBotLogOdds": 6}""")]
    [InlineData("carryOverCeiling", """{"carryOverCeiling": 0.6}""")]
    [InlineData("trustedExit", """{"trustedExit": 0.7}""")]
    [InlineData("mediumThreshold", """{"mediumThreshold": 0.7}""")]
    [InlineData("trustAfterFailure", """{"trustAfterFailure": 0.7}""")]
    public void Document_ThatContradictsItself_NamesTheMember(string member, string document) =>
        Assert.Equal([$"document.{member}"], Faults(document).Select(fault => fault.Path));

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"default\"")]
    public void Document_ThatIsNoObject_SaysWhereToFindOne(string document) =>
        Assert.Contains("/policy/versions/1", Assert.Single(Faults(document)).Message, StringComparison.Ordinal);

    [Fact]
    public void Document_WithoutMembers_IsTheDefault() => Assert.Equal(Policy.Default with { Version = 1 }, Read([]));

    [Fact]
    public void Schema_AndDocument_HaveTheSameMembers()
    {
        var schema = PolicySchema.Build()["properties"]!.AsObject();
        var document = PolicyDocument.Write(Policy.Default);
        Assert.Equal(document.Select(member => member.Key).Order(), schema.Select(member => member.Key).Order());
        foreach (var (name, value) in document)
        {
            if (schema[name]!["default"] is { } otherwise)
                Assert.True(JsonNode.DeepEquals(value, otherwise), name);
        }
    }

    [Fact]
    public void EveryNumber_OfAPolicy_HasARange() => Assert.Empty(
        typeof(Policy).GetProperties()
            .Where(member => member.SetMethod is not null && member.Name != nameof(Policy.Version)
                && (member.PropertyType == typeof(double) || member.PropertyType == typeof(int) || member.PropertyType == typeof(TimeSpan)))
            .Where(member => member.GetCustomAttribute<WithinAttribute>() is null)
            .Select(member => member.Name));

    [Fact]
    public void Differences_OfTwoPolicies_AreTheMembersThatChanged()
    {
        var changed = Policy.Default with
        {
            MediumThreshold = 0.45,
            Weights = DetectorWeights.Of([new("pattern.equal_steps", 0.5)]),
            GroupCaps = default(GroupCaps).With(EvidenceGroup.Holds, 2),
        };
        Assert.Equal(
            [("mediumThreshold", "0.4", "0.45"), ("groupCaps.HOLDS", null, "2"), ("weights.pattern.equal_steps", null, "0.5")],
            PolicyDocument.Differences(Policy.Default, changed)
                .Select(one => (one.Path, one.Before?.ToJsonString(), one.After?.ToJsonString())));
    }

    private static Policy Read(JsonObject document)
    {
        using var json = JsonDocument.Parse(document.ToJsonString());
        var policy = PolicyDocument.Read(json.RootElement, "document", out var faults);
        Assert.Empty(faults);
        return policy;
    }

    private static IReadOnlyList<Violation> Faults(string document)
    {
        using var json = JsonDocument.Parse(document);
        PolicyDocument.Read(json.RootElement, "document", out var faults);
        return faults;
    }
}

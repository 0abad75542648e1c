using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Bot evidence for tests of trust and sessions.</summary>
internal static class Evidences
{
    /// <summary>The evidence of one window, in nats by group.</summary>
    public static WindowBotEvidence Window(params (EvidenceGroup Group, double Nats)[] groups) => Window(GroupSet.All, groups);

    /// <summary>The evidence of one window that judges some groups.</summary>
    public static WindowBotEvidence Window(GroupSet judged, params (EvidenceGroup Group, double Nats)[] groups)
    {
        var nats = default(GroupNats);
        foreach (var (group, value) in groups)
            nats[(int)group] += (float)value;
        return WindowBotEvidence.Of(nats, judged, Policy.Default);
    }

    /// <summary>So many nats from holds and key timing together, each in two windows.</summary>
    public static BotEvidence Bot(double nats)
    {
        var (evidence, relief) = (default(BotEvidence), 0.0);
        for (var i = 0; i < 2; i++)
            evidence = evidence.Add(
                Window((EvidenceGroup.Holds, nats / 4), (EvidenceGroup.KeyTiming, nats / 4)),
                1,
                Policy.Default,
                ref relief
            );
        return evidence;
    }
}

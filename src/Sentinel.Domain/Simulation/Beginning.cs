using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Simulation;

/// <summary>
/// What the user's earlier sessions left to a session, read from the answer to its opening: trust, risk and a block. The audit does not
/// name devices, so a simulation takes over what the user had at each opening, and does not carry it from one session to the next.
/// </summary>
internal static class Beginning
{
    /// <summary>Which group of aspects had spoken is not recorded: the group most often heard stands for it.</summary>
    private const EvidenceGroup Heard = EvidenceGroup.KeyTiming;

    public static UserState Of(in RecordedDecision opening, DeviceId device, Policy recorded)
    {
        if (opening.Scores is not { } scores)
            return UserState.New;
        return UserState.New with
        {
            CarryOver = CarryOver(scores.Trust, recorded),
            BotLogOdds = Carried(scores.Risk, device, opening.At, recorded),
        };
    }

    /// <summary>The trust that the last session left, by that of this one's opening; beyond the policy's bounds, the bound.</summary>
    private static double? CarryOver(double trust, Policy policy) =>
        Math.Abs(trust - policy.InitialTrust) < 0.0001 || policy.CarryOverShare <= 0
            ? null
            : Math.Clamp(policy.InitialTrust + ((trust - policy.InitialTrust) / policy.CarryOverShare), 0, 1);

    private static CarriedBotLogOdds Carried(double risk, DeviceId device, DateTimeOffset at, Policy policy)
    {
        var nats = LogOdds(risk) - LogOdds(policy.BotPrior);
        if (!(nats > CarriedBotLogOdds.Step / 2))
            return CarriedBotLogOdds.None;
        var groups = default(GroupNats);
        groups[(int)Heard] = (float)(nats / 2);
        var (evidence, relief) = (default(BotEvidence), 0.0);
        var window = WindowBotEvidence.Of(groups, GroupSet.None.With(Heard), policy);
        for (var i = 0; i < 2; i++)
            evidence = evidence.Add(window, 1, policy, ref relief);
        return new() { Devices = [new(device, evidence, at)] };
    }

    private static double LogOdds(double share)
    {
        var within = Math.Clamp(share, 1e-6, 1 - 1e-6);
        return Math.Log(within / (1 - within));
    }
}

using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>Opens sessions, based on the user's state. Pure.</summary>
public static class SessionStart
{
    /// <summary>
    /// Opens a session. The context of its opening gives its first impostor evidence and reasons. Adds the opening to the user's, unless
    /// the policy has a rule for the agent: where an agent runs tells nothing of where its user is.
    /// </summary>
    public static (SessionState Session, UserState User) Open(
        TenantId tenant,
        UserId user,
        SessionId id,
        DeviceId device,
        ClientOrigin origin,
        Place? place,
        UserState state,
        Policy policy,
        DateTimeOffset now,
        string declaredAgent = ""
    )
    {
        var opened = new Opening(device.Value, now, place);
        var session = SessionState.Open(tenant, user, id, device, state, policy, now);
        var known = state.Knows(device);
        var window = new OpeningWindow(opened, device != DeviceId.None && !state.Devices.IsEmpty && !known, known, state.Openings);
        var fusion = default(LogOddsFusion);
        var tally = default(EvidenceTally);
        foreach (var detector in DetectorCatalog.Openings)
        {
            var evidence = detector.Judge(window, Baseline.None);
            fusion.Add(detector.Aspect, policy.Weights.Weigh(detector.Reason, evidence));
            tally.Add(detector.Reason, evidence);
        }

        tally.NoteSnoozed(policy.Listed.Snoozed);
        return (
            session with
            {
                CommitNumber = 1,
                ClientOrigin = origin,
                DeclaredAgent = declaredAgent,
                Account = fusion.Judged ? session.Account.Add(fusion.Impostor(policy), policy) : session.Account,
                LastReasons = tally.Strongest(policy.Weights),
                Against = tally.Against(),
            },
            (policy.Agents.Of(declaredAgent) is null ? state.Note(opened) : state) with
            {
                RateLimit = state.RateLimit.Use(now, policy.OpeningsPerSecond),
            });
    }
}

using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>Builds verdicts from a session's present state.</summary>
public static class Verdicts
{
    /// <summary>The verdict on all evidence so far, with the session's last reasons.</summary>
    public static Verdict Current(
        SessionState session, UserState user, Sensitivity sensitivity, Policy policy, DateTimeOffset now, string action = "")
    {
        session = session.UpToDate(user, policy, now);
        var (facts, listed) = (session.FactsAt(user, policy, now), policy.Given(session.Against));
        return new()
        {
            DecisionId = session.DecisionId(now),
            Decision = listed.Denies ? Decision.Block : DecisionTable.Decide(facts, sensitivity, policy, action),
            Scores = new(facts.Trust, session.Account.Risk(policy), session.Phase),
            Reasons = WithList(WithCause(), listed),
            PolicyVersion = policy.Version,
            BaselineVersion = user.Baseline.Version,
        };

        ImmutableArray<Reason> WithCause()
        {
            var unproven = DecisionTable.LacksIdentity(facts, sensitivity, policy, action);
            return (unproven, DecisionTable.IsByRule(facts, sensitivity, policy, action)) switch
            {
                (true, true) => WithNotes(session.LastReasons, ContextReasons.ActionRule, ContextReasons.IdentityUnproven),
                (true, false) => WithNotes(session.LastReasons, ContextReasons.IdentityUnproven),
                (false, true) => WithNotes(session.LastReasons, ContextReasons.ActionRule),
                _ => WithBlockReason(session.LastReasons, session, user, policy, now),
            };
        }
    }

    /// <summary>Rounds a probability to steps of 0.0001, as in answers, stored state and audit.</summary>
    public static double Rounded(double share) => Math.Round(share, 4);

    /// <summary>Appends the reason for a block, unless the evidence includes it: a ban, the reason that latched it, or strikes.</summary>
    public static ImmutableArray<Reason> WithBlockReason(
        ImmutableArray<Reason> reasons, SessionState session, UserState user, Policy policy, DateTimeOffset now)
    {
        var strikes = user.IsBlocked(session.Device, session.ChallengePassedAt, now, policy) ? ContextReasons.Strikes : (ReasonCode?)null;
        var facts = user.IsBanned(now) ? ContextReasons.Banned : session.Latched ?? strikes;
        return facts is { } code && !Contains(reasons, code) ? WithNotes(reasons, code) : reasons;
    }

    /// <summary>
    /// Adds what the tenant's lists say: a denial comes first, anything else last. If there is no room, it takes the place of the weakest
    /// evidence.
    /// </summary>
    public static ImmutableArray<Reason> WithList(ImmutableArray<Reason> reasons, in Listing listed)
    {
        if (listed.Note is not { } code || Contains(reasons, code))
            return reasons;
        if (reasons.Length >= Verdict.MaxReasons)
        {
            var weakest = reasons.Length - 1;
            while (weakest > 0 && reasons[weakest].Weight == 0)
                weakest--;
            reasons = reasons.RemoveAt(reasons[weakest].Weight == 0 ? reasons.Length - 1 : weakest);
        }

        return reasons.Insert(listed.Denies ? 0 : reasons.Length, Reason.Note(code));
    }

    private static ImmutableArray<Reason> WithNotes(ImmutableArray<Reason> reasons, params ReadOnlySpan<ReasonCode> codes)
    {
        reasons = reasons[..Math.Min(reasons.Length, Verdict.MaxReasons - codes.Length)];
        foreach (var code in codes)
            reasons = reasons.Add(Reason.Note(code));
        return reasons;
    }

    /// <summary>The reasons of the batch that blocks a session: first why, then the strongest others, and last the mark.</summary>
    public static ImmutableArray<Reason> OfBlocking(ImmutableArray<Reason> reasons, Reason why)
    {
        var others = reasons.RemoveAll(reason => reason.Id == why.Id);
        return [why, .. others[..Math.Min(others.Length, Verdict.MaxReasons - 2)], Reason.Note(ContextReasons.BlockBegins)];
    }

    private static bool Contains(ImmutableArray<Reason> reasons, ReasonCode code)
    {
        foreach (var reason in reasons)
        {
            if (reason.Code == code)
                return true;
        }

        return false;
    }
}

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
            Reasons = WithCause(),
            PolicyVersion = policy.Version,
            BaselineVersion = user.Baseline.Version,
        };

        ImmutableArray<Reason> WithCause()
        {
            var unproven = DecisionTable.LacksIdentity(facts, sensitivity, policy, action);
            var byRule = DecisionTable.IsByRule(facts, sensitivity, policy, action);
            if (!unproven && !byRule)
                return Explained(session.LastReasons, session, user, listed, policy, now);
            ReadOnlySpan<ReasonCode> causes = (unproven, byRule) switch
            {
                (true, true) => [ContextReasons.ActionRule, ContextReasons.IdentityUnproven],
                (true, false) => [ContextReasons.IdentityUnproven],
                _ => [ContextReasons.ActionRule],
            };
            return WithList(
                WithNotes(session.LastReasons, causes), policy.Agents.Of(session.DeclaredAgent) is null ? listed : listed.Denials());
        }
    }

    /// <summary>Rounds a probability to steps of 0.0001, as in answers, stored state and audit.</summary>
    public static double Rounded(double share) => Math.Round(share, 4);

    /// <summary>
    /// The evidence, and what decides beside it: a ban, the reason that latched a block, strikes, the rule of a declared agent, or what the
    /// tenant's lists say.
    /// </summary>
    public static ImmutableArray<Reason> Explained(
        ImmutableArray<Reason> reasons, SessionState session, UserState user, in Listing listed, Policy policy, DateTimeOffset now)
    {
        if (policy.Agents.Of(session.DeclaredAgent) is null)
            return WithList(WithCause(reasons, CauseOfBlock(session, user, policy, now)), listed);
        var cause = user.IsBanned(now) ? ContextReasons.Banned
            : user.IsBarred(session.Device, session.ChallengePassedAt, now, policy) ? ContextReasons.Strikes
            : listed.Denies ? (ReasonCode?)null
            : ContextReasons.DeclaredAgent;
        return WithList(WithCause(reasons, cause), listed.Denials());
    }

    private static ReasonCode? CauseOfBlock(SessionState session, UserState user, Policy policy, DateTimeOffset now) =>
        user.IsBanned(now) ? ContextReasons.Banned
        : session.Latched
            ?? (user.IsBlocked(session.Device, session.ChallengePassedAt, now, policy) ? ContextReasons.Strikes : (ReasonCode?)null);

    private static ImmutableArray<Reason> WithCause(ImmutableArray<Reason> reasons, ReasonCode? cause) =>
        cause is { } code && !Contains(reasons, code) ? WithNotes(reasons, code) : reasons;

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

using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>Decides actions, and applies the outcomes of challenges. Pure.</summary>
public static class StepUp
{
    /// <summary>
    /// Decides one action. It never moves trust. If the action is not allowed, it issues a challenge, or names a recent pending one again.
    /// A client origin that differs from the session's counts as impostor evidence for this answer only. Otherwise, repeating the call
    /// would make the new origin usual.
    /// </summary>
    public static (SessionState Session, Verdict Verdict, Guid? ChallengeId) Evaluate(
        SessionState session,
        UserState user,
        Sensitivity sensitivity,
        ClientOrigin origin,
        PolicyPair policies,
        DateTimeOffset now,
        Guid challengeId,
        string action = ""
    )
    {
        var policy = policies.Live;
        var shadow = Shadows.Of(session, user, policies, now);
        session = session.UpToDate(user, policy, now);
        var next = session with
        {
            CommitNumber = session.CommitNumber + 1,
            RateLimit = session.RateLimit.Use(now, policy.CommitsPerSecond),
            Shadow = Shadows.StateOf(shadow, policies),
        };
        var judged = WithOriginEvidence(next, origin, policy, now);
        var verdict = Verdicts.Current(judged, user, sensitivity, policy, now, action);
        if (shadow is not null)
        {
            shadow = WithOriginEvidence(shadow, origin, policies.Shadow!, now);
            var other = Verdicts.Current(shadow, user, sensitivity, policies.Shadow!, now, action);
            verdict = verdict with { WouldHave = other with { DecisionId = verdict.DecisionId } };
        }

        var listed = policy.Given(judged.Against);
        if (listed.BarsTraining && !next.Lists.BarsTraining)
            next = next with { Lists = next.Lists with { BarsTraining = true } };
        if (verdict.Decision == Decision.Allow || user.IsBanned(now) || listed.Denies
            || DecisionTable.IsFinal(verdict.Decision, judged.FactsAt(user, policy, now), policy))
            return (next, verdict, null);
        var (challenged, id) = Challenged(next, policy, now, challengeId);
        return (challenged, verdict, id);
    }

    /// <summary>Names a recent pending challenge again, or issues one with the given id.</summary>
    internal static (SessionState Session, Guid Challenge) Challenged(SessionState session, Policy policy, DateTimeOffset now, Guid id)
    {
        foreach (var pending in session.Challenges)
        {
            if (pending.Outcome == ChallengeOutcome.Pending && now - pending.IssuedAt < policy.ChallengeLifetime / 2)
                return (session, pending.Id);
        }

        var challenges =
            session.Challenges.Length < SessionState.MaxChallenges
                ? session.Challenges
                : session.Challenges.RemoveAt(Dispensable(session.Challenges, policy, now));
        return (session with { Challenges = challenges.Add(new(id, now, ChallengeOutcome.Pending)) }, id);
    }

    private static SessionState WithOriginEvidence(SessionState session, ClientOrigin origin, Policy policy, DateTimeOffset now)
    {
        var scorer = new WindowScorer(session, shadow: null, Baseline.None, resolution: 0, gapPending: false, policy, now);
        scorer.Judge(new OriginWindow(session.ClientOrigin, origin));
        scorer.Tally.NoteSnoozed(policy.Listed.Snoozed);
        var reasons = scorer.Tally.Strongest(policy.Weights);
        return reasons.IsEmpty ? session : session with
        {
            Account = scorer.Live.Account.Held(policy),
            LastReasons = [.. reasons, .. session.LastReasons.Take(Verdict.MaxReasons - reasons.Length)],
            Against = session.Against | scorer.Tally.Against(),
        };
    }

    /// <summary>
    /// A passed challenge lifts a latched block, closes the device's strikes, makes the device known, allows HIGH for a limited time and
    /// ends COLD_START. A failed challenge is a strike.
    /// </summary>
    public static ReportResult Report(
        SessionState session, UserState user, Guid challengeId, ChallengeOutcome outcome, PolicyPair policies, DateTimeOffset now)
    {
        var policy = policies.Live;
        var index = IndexOf(session, challengeId);
        if (index < 0)
            return new ReportResult.Unknown();
        var challenge = session.Challenges[index];
        var isReported = challenge.Outcome != ChallengeOutcome.Pending;
        if (isReported && challenge.Outcome != outcome)
            return new ReportResult.Contradicted();
        if (now - challenge.IssuedAt > policy.ChallengeLifetime)
            return isReported ? new ReportResult.Contradicted() : new ReportResult.Unknown();
        if (isReported)
            return new ReportResult.Repeated(challenge);

        var shadow = Shadows.Of(session, user, policies, now);
        session = session.UpToDate(user, policy, now);
        session = session with
        {
            CommitNumber = session.CommitNumber + 1,
            Challenges = session.Challenges.SetItem(
                index,
                challenge with
                {
                    Outcome = outcome,
                    ReportedAt = now,
                    ReportedBy = session.CommitNumber + 1,
                }
            ),
        };
        var (next, nextUser) = outcome == ChallengeOutcome.Passed ? Pass(session, user, policy, now) : Fail(session, user, policy, now);
        if (shadow is not null)
        {
            shadow = outcome == ChallengeOutcome.Passed
                ? Pass(shadow, user, policies.Shadow!, now).Session
                : Fail(shadow, user, policies.Shadow!, now).Session;
        }

        return new ReportResult.Reported(next with { Shadow = Shadows.StateOf(shadow, policies) }, nextUser);
    }

    private static (SessionState Session, UserState User) Pass(SessionState session, UserState user, Policy policy, DateTimeOffset now)
    {
        var account = session.AccountAt(now, policy);
        var excuse = session.Excuse.Renew(account.Bot.Speaking, now, policy);
        var settled = session.IsOfAgent
            ? user.SettleStrikes(session.Device)
            : user.Settle(session.Device, now, policy).Remember(session.Device, now).Add(session.Device, excuse, now, policy);
        return (
            session with
            {
                Carried = (float)settled.BotLogOdds.Of(session.Device, now, policy).Sum,
                Excuse = excuse,
                Account = account with
                {
                    Trust = Math.Max(account.Trust, policy.TrustAfterPass),
                    Bot = default,
                    ImpostorLogOdds = 0,
                    IdentityWindows = 0,
                },
                Phase = session.Phase == Phase.ColdStart ? Phase.Verifying : session.Phase,
                Latched = null,
                ChallengePassedAt = now,
                Moved = 0,
                Style = default,
                Sample = new(),
                LastReasons = [Reason.Note(ContextReasons.ChallengePassed)],
            },
            settled
        );
    }

    private static (SessionState Session, UserState User) Fail(SessionState session, UserState user, Policy policy, DateTimeOffset now)
    {
        var account = session.AccountAt(now, policy);
        return (session with
        {
            Account = account with { Trust = Math.Min(account.Trust, policy.TrustAfterFailure) },
            ChallengePassedAt = DateTimeOffset.UnixEpoch,
            Style = default,
            Sample = new(),
            LastReasons = [Reason.Note(ContextReasons.ChallengeFailed)],
        }, user.Add(session.Device, StrikeKind.FailedChallenge, now, policy).Doubt(session.Device));
    }

    /// <summary>
    /// The oldest reported or expired challenge. At most two are pending and valid; these stay, so that a failure can be reported.
    /// </summary>
    private static int Dispensable(ImmutableArray<Challenge> challenges, Policy policy, DateTimeOffset now)
    {
        for (var i = 0; i < challenges.Length; i++)
        {
            if (challenges[i].Outcome != ChallengeOutcome.Pending || now - challenges[i].IssuedAt > policy.ChallengeLifetime)
                return i;
        }

        return 0;
    }

    private static int IndexOf(SessionState session, Guid challengeId)
    {
        for (var i = 0; i < session.Challenges.Length; i++)
        {
            if (session.Challenges[i].Id == challengeId)
                return i;
        }

        return -1;
    }
}

using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>A sketch and when its input came, server time.</summary>
public readonly record struct DatedSketch(DateTimeOffset At, InputSketch Sketch);

/// <summary>
/// Input that sessions of several accounts share: one recording. It is found in cold storage, after the batches were scored. Pure
/// functions, like <see cref="Scorer"/>.
/// </summary>
public static class Sharing
{
    /// <summary>
    /// How many other accounts had the input before, so that it is a strike: with these two and its own, three accounts have one recording.
    /// </summary>
    public const int Strikes = 2;

    /// <summary>Fewer sketches in common may be chance.</summary>
    private const int Fewest = 3;

    /// <summary>Long sessions have more in common by chance: one in so many sketches is needed.</summary>
    private const int OneIn = 16;

    /// <summary>Whether a session has input that a session of another account had before.</summary>
    /// <param name="later">Its sketches.</param>
    /// <param name="earlier">The other session's, oldest first. Each is compared only with those that came no earlier.</param>
    public static bool IsShared(IReadOnlyCollection<DatedSketch> later, IReadOnlyCollection<DatedSketch> earlier)
    {
        var memory = SketchMemory.None.With([.. earlier.Select(one => one.Sketch)], DateTimeOffset.UnixEpoch);
        var needed = Math.Max(Fewest, Math.Min(later.Count, earlier.Count) / OneIn);
        var found = 0;
        foreach (var (at, sketch) in later)
        {
            var before = earlier.TakeWhile(one => one.At <= at).Count();
            if (memory.Nearest(sketch, before, DateTimeOffset.UnixEpoch) <= InputSketch.Same && ++found == needed)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Counts the input that a session shares: as evidence for a bot once, so that it is challenged, and from <see cref="Strikes"/> other
    /// accounts on as a strike, once too. Null if that has been done, the session has ended, the tenant's lists snooze the reason, or the
    /// policy has a rule for the session's agent: an agent does for many users what it does for one.
    /// </summary>
    /// <param name="session">The session with the later input.</param>
    /// <param name="user">Its user.</param>
    /// <param name="others">How many other accounts had the input before.</param>
    /// <param name="policies">The policies.</param>
    /// <param name="now">Server time.</param>
    public static ScoreResult.Scored? Charge(
        SessionState session, UserState user, int others, PolicyPair policies, DateTimeOffset now)
    {
        var policy = policies.Live;
        var counted = (byte)Math.Min(others, Strikes);
        if (session.Ended || counted <= session.SharedWith || policy.Listed.Snoozed.Contains(DetectorCatalog.Shared[0].Reason.Id)
            || policy.Agents.Of(session.DeclaredAgent) is not null)
            return null;
        var shadow = Shadows.Of(session, user, policies, now);
        session = session.UpToDate(user, policy, now);
        var scorer = new WindowScorer(session, shadow, user.Baseline, resolution: 1, gapPending: false, policies, now);
        for (var i = 0; i < Fewest && session.SharedWith == 0; i++)
            scorer.Judge(DetectorCatalog.Shared, new SharedWindow(), session.Account.RefilledAt, untrusted: false);
        var account = scorer.Live.Account with { Trust = Math.Min(scorer.Live.Account.Trust, policy.TrustAfterSharedInput) };
        var latches = session.Latched is null && scorer.Live.HighestBlockingRisk >= policy.BlockRisk;
        var nextUser = user.After(session, Verdicts.Rounded(account.Trust), account.Bot, now, policy);
        if (latches || counted == Strikes)
            nextUser = nextUser.Add(session.Device, StrikeKind.Block, now, policy);
        if (shadow is not null)
        {
            shadow = Shadows.Next(shadow, session, scorer.Shadow, session.EvidenceBatches, false, user.IsBlind, policies, now);
            var trust = Math.Min(shadow.Account.Trust, policies.Shadow!.TrustAfterSharedInput);
            shadow = shadow with { Account = shadow.Account with { Trust = trust } };
        }

        var next = session with
        {
            CommitNumber = session.CommitNumber + 1,
            Account = account,
            Carried = (float)nextUser.BotLogOdds.Of(session.Device, now, policy).Sum,
            SharedWith = counted,
            LastReasons = [scorer.Tally.Of(DetectorCatalog.Shared[0].Reason, policy.Weights)],
            Against = session.Against.With(DetectorCatalog.Shared[0].Reason.Id),
            Latched = latches ? scorer.Live.BlockedBy : session.Latched,
            Shadow = Shadows.StateOf(shadow, policies),
        };
        var verdict = Verdicts.Current(next, nextUser, Sensitivity.Medium, policy, now) with { Evidence = scorer.Tally.All() };
        var before = DecisionTable.Decide(session.FactsAt(user, policy, now), Sensitivity.Medium, policy);
        return new(next, nextUser, verdict)
        {
            CarryOver = session.IsOfAgent && nextUser.CarryOver == user.CarryOver ? null : nextUser.CarryOver,
            TurnedBy = verdict.Decision > before && !policy.Given(next.Against).Denies ? DetectorCatalog.Shared[0].Reason : null,
        };
    }
}

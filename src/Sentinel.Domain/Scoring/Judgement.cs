using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>What the windows of one batch change for later decisions: in the session, and in its user.</summary>
internal readonly record struct Judgement
{
    /// <summary>The account after the windows.</summary>
    public required TrustAccount Account { get; init; }

    /// <summary>The user, with the carry-over, the carried bot log odds and the strike of a block.</summary>
    public required UserState User { get; init; }

    /// <summary>Whether any window was judged.</summary>
    public required bool Judged { get; init; }

    /// <summary>Whether any of them was conclusive.</summary>
    public required bool Earned { get; init; }

    /// <summary>The user's carry-over to write; null to keep the stored one.</summary>
    public required double? CarryOver { get; init; }

    /// <summary>Whether this batch blocks the session.</summary>
    public required bool Latches { get; init; }

    public required Phase Phase { get; init; }

    /// <summary>See <see cref="SessionState.Latched"/>.</summary>
    public required ReasonCode? Latched { get; init; }

    /// <summary>See <see cref="SessionState.Carried"/>.</summary>
    public required float Carried { get; init; }

    /// <summary>See <see cref="SessionState.EvidenceBatches"/>.</summary>
    public required int EvidenceBatches { get; init; }

    /// <summary>See <see cref="SessionState.LastEvidenceAt"/>.</summary>
    public required DateTimeOffset LastEvidenceAt { get; init; }

    /// <param name="session">The session before the batch.</param>
    /// <param name="user">Its user before the batch.</param>
    /// <param name="lane">The account after the windows of the batch.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="now">Server time.</param>
    public static Judgement Of(SessionState session, UserState user, in PolicyLane lane, Policy policy, DateTimeOffset now)
    {
        var account = lane.Account;
        var judged = account.Windows > session.Account.Windows;
        var earned = account.Conclusive > session.Account.Conclusive;
        var batches = session.EvidenceBatches + (earned ? 1 : 0);
        // An agent with a rule is expected to be a program: that is no strike, and no evidence against the user whose agent it is.
        var ruled = policy.Agents.Of(session.DeclaredAgent) is not null;
        var latches = !ruled && session.Latched is null && lane.HighestBlockingRisk >= policy.BlockRisk;
        var next = judged && !ruled ? user.After(session, Verdicts.Rounded(account.Trust), account.Bot, now, policy) : user;
        if (latches)
            next = next.Add(session.Device, StrikeKind.Block, now, policy);
        return new()
        {
            Account = account,
            User = next,
            Judged = judged,
            Earned = earned,
            CarryOver = judged && (!session.IsOfAgent || next.CarryOver != user.CarryOver) ? next.CarryOver : null,
            Latches = latches,
            Phase = PhaseRule.Next(session.Phase, account, batches, now - session.OpenedAt, user.IsBlind, policy),
            Latched = latches ? lane.BlockedBy : session.Latched,
            Carried = judged ? (float)next.BotLogOdds.Of(session.Device, now, policy).Sum : session.Carried,
            EvidenceBatches = batches,
            LastEvidenceAt = earned ? now : session.LastEvidenceAt,
        };
    }
}

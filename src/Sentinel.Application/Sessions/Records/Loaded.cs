using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions.Records;

/// <param name="Session">The session; null when there is none.</param>
/// <param name="User">
/// The user; <see cref="UserState.New"/> when none is stored, or when the session is missing and no user was given.
/// </param>
public sealed record Loaded(SessionState? Session, UserState User)
{
    /// <summary>Whether the stored session could not be read (another version, damaged bytes) and must start again.</summary>
    public bool Unreadable { get; init; }

    /// <summary>The stored commit id, whether or not the session is readable.</summary>
    public CommitId Stored { get; init; }

    /// <summary>
    /// Whether every decision on this state is BLOCK, but for an entry of the lists that allows. Device and agent count only if there is no
    /// session.
    /// </summary>
    public bool IsBlocked(
        DeviceId device, string agent, Policy policy, DateTimeOffset now, Sensitivity sensitivity = Sensitivity.Medium,
        string action = "") =>
        Session is null
            ? policy.Listed.Denies || DecisionTable.IsBlocked(FactsWithoutSession(device, agent, policy, now), sensitivity, policy, action)
            : policy.Given(Session.Against).Denies
                || DecisionTable.IsBlocked(Session.UpToDate(User, policy, now).FactsAt(User, policy, now), sensitivity, policy, action);

    private DecisionFacts FactsWithoutSession(DeviceId device, string agent, Policy policy, DateTimeOffset now) => new()
    {
        Blocked = User.IsBlocked(device, DateTimeOffset.UnixEpoch, now, policy),
        Barred = User.IsBarred(device, DateTimeOffset.UnixEpoch, now, policy),
        Agent = agent,
    };
}

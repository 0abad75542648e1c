using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions.Records;

/// <param name="Session">Null when there is none.</param>
/// <param name="User"><see cref="UserState.New"/> when nothing is known, also when the session is missing and no user was given.</param>
public sealed record Loaded(SessionState? Session, UserState User)
{
    /// <summary>The stored session could not be read (another version, damaged bytes) and must start anew.</summary>
    public bool Unreadable { get; init; }

    /// <summary>The commit id that stands in the store, readable or not.</summary>
    public CommitId Stored { get; init; }

    /// <summary>Whether every decision over it is BLOCK.</summary>
    /// <param name="device">Where the session would be opened, if there is none.</param>
    /// <param name="policy">The thresholds.</param>
    /// <param name="now">Server time.</param>
    public bool IsBlocked(DeviceId device, Policy policy, DateTimeOffset now) =>
        Session is null
            ? User.IsBlocked(device, DateTimeOffset.UnixEpoch, now, policy)
            : Session.UpToDate(User, policy, now).FactsAt(User, policy, now).Blocked;
}

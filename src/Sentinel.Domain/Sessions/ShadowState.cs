using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// What a session would be under the policy in shadow. Everything else is as the live policy makes it: what was learned, strikes, bans,
/// earned time, and what other sessions of the user left.
/// </summary>
/// <param name="Version">The version of that policy.</param>
/// <param name="Account">Its trust account.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Latched">The reason of its latched block; null for none.</param>
/// <param name="UntrustedCredit">As in <see cref="SessionState"/>.</param>
public sealed record ShadowState(int Version, TrustAccount Account, Phase Phase, ReasonCode? Latched, UntrustedCredit UntrustedCredit)
{
    /// <summary>The shadow of a session that was scored by the policy in shadow.</summary>
    public static ShadowState Of(SessionState session, Policy shadow) =>
        new(shadow.Version, session.Account, session.Phase, session.Latched, session.UntrustedCredit);
}

namespace Sentinel.Domain.Trust;

/// <summary>
/// COLD_START → VERIFYING → TRUSTED, and back to VERIFYING when trust falls. COLD_START also ends when trust falls below the MEDIUM
/// threshold.
/// </summary>
public static class PhaseRule
{
    /// <param name="phase">The present phase.</param>
    /// <param name="account">The account after the batch's windows.</param>
    /// <param name="batches">Accepted batches with evidence.</param>
    /// <param name="age">Server time since the session was opened.</param>
    /// <param name="blind">Whether the user's baseline could not be loaded: then at most VERIFYING.</param>
    /// <param name="policy">The thresholds.</param>
    public static Phase Next(Phase phase, in TrustAccount account, int batches, TimeSpan age, bool blind, Policy policy) => phase switch
    {
        Phase.ColdStart when account.Mass < policy.VerifyingMass && account.Trust >= policy.MediumThreshold => Phase.ColdStart,
        Phase.Trusted when account.Trust >= policy.TrustedExit && !blind => Phase.Trusted,
        Phase.Trusted => Phase.Verifying,
        _ when !blind && MayTrust(account, batches, age, policy) => Phase.Trusted,
        _ => Phase.Verifying,
    };

    private static bool MayTrust(in TrustAccount account, int batches, TimeSpan age, Policy policy) =>
        account.Conclusive >= policy.TrustedWindows
        && account.Mass >= policy.TrustedMass
        && account.Trust >= policy.TrustedEntry
        && batches >= policy.TrustedBatches
        && age >= policy.TrustedAge;
}

namespace Sentinel.Domain.Trust;

/// <summary>
/// COLD_START → VERIFYING → TRUSTED, and back to VERIFYING when trust is lost. COLD_START also ends when something speaks against the
/// person.
/// </summary>
public static class PhaseRule
{
    /// <param name="phase">The phase so far.</param>
    /// <param name="account">After the batch's windows.</param>
    /// <param name="batches">Accepted batches that carried evidence.</param>
    /// <param name="age">Server time since the session was opened.</param>
    /// <param name="blind">The user has a baseline that could not be used: at most VERIFYING.</param>
    /// <param name="policy">The bounds.</param>
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

namespace Sentinel.Application.Users.Records;

/// <summary>An erasure: a receipt that fills up. It does not say who was erased.</summary>
/// <param name="Id">Names the erasure in the audit, whose row does not say who it was either.</param>
/// <param name="By">The key that asked for it; null for none that is stored.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="ErasedAt">Whatever was decided until then is gone, or goes as it arrives; the time of the request until it has
/// finished.</param>
/// <param name="FinishedAt">Null while it runs.</param>
/// <param name="SessionsLeft">Sessions that are still to be cleared, as far as they are known.</param>
/// <param name="Counts">What has been erased so far.</param>
public sealed record Erasure(
    Guid Id, Guid? By, DateTimeOffset RequestedAt, DateTimeOffset ErasedAt, DateTimeOffset? FinishedAt, int SessionsLeft,
    ErasureCounts Counts);

/// <summary>What was erased. Work that a crash interrupted may be counted once less than it was done.</summary>
/// <param name="Sessions">Sessions of the last day that hot state was cleared of.</param>
/// <param name="HotKeys">Keys that were there.</param>
/// <param name="AuditRows">Rows whose payload was emptied.</param>
/// <param name="TrainingSamples">Training samples, those in quarantine too.</param>
/// <param name="Baselines">Versions of the baseline.</param>
/// <param name="Feedback">Labels.</param>
public sealed record ErasureCounts(
    int Sessions = 0, int HotKeys = 0, int AuditRows = 0, int TrainingSamples = 0, int Baselines = 0, int Feedback = 0);

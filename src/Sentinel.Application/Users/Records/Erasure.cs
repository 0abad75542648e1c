namespace Sentinel.Application.Users.Records;

/// <summary>The receipt of an erasure, which fills up while it runs. It does not name the user.</summary>
/// <param name="Id">Identifies the erasure in the audit, whose row does not name the user either.</param>
/// <param name="By">The API key that requested it; null if no stored key did.</param>
/// <param name="RequestedAt">When it was requested.</param>
/// <param name="ErasedAt">
/// Everything decided until then is erased, or dropped as it arrives. The time of the request until the erasure has finished.
/// </param>
/// <param name="FinishedAt">When it finished; null while it runs.</param>
/// <param name="SessionsLeft">Known sessions that are still to be cleared.</param>
/// <param name="Counts">What has been erased so far.</param>
public sealed record Erasure(
    Guid Id, Guid? By, DateTimeOffset RequestedAt, DateTimeOffset ErasedAt, DateTimeOffset? FinishedAt, int SessionsLeft,
    ErasureCounts Counts);

/// <summary>What was erased. Work that a crash interrupted may be missing from the counts.</summary>
/// <param name="Sessions">Sessions of the last day that were cleared from hot state.</param>
/// <param name="HotKeys">Deleted keys of hot state.</param>
/// <param name="AuditRows">Rows whose payload was emptied.</param>
/// <param name="TrainingSamples">Training samples, including quarantined ones.</param>
/// <param name="Baselines">Versions of the baseline.</param>
/// <param name="Feedback">Labels.</param>
/// <param name="Sketches">Sketches of input in cold storage.</param>
/// <param name="Reviews">Cases of the review queue.</param>
/// <param name="ListEntries">Entries of the tenant's lists that name the user.</param>
public sealed record ErasureCounts(
    int Sessions = 0, int HotKeys = 0, int AuditRows = 0, int TrainingSamples = 0, int Baselines = 0, int Feedback = 0, int Sketches = 0,
    int Reviews = 0, int ListEntries = 0);

using Sentinel.Application.Ports;

namespace Sentinel.Application.Users;

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

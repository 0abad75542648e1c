using Sentinel.Application.Users.Records;

namespace Sentinel.Api.Contracts;

/// <summary>
/// What was erased: the receipt to keep. It fills up while the erasure runs. What a crash interrupted may be counted once less than it was
/// done.
/// </summary>
/// <param name="ErasureId">Names the erasure in the audit, whose row does not say who it was.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="ErasedAt">
/// Whatever was decided until then is gone, or is dropped as it arrives from outboxes and spools; the time of the request while the erasure
/// runs.
/// </param>
/// <param name="FinishedAt">Null while the erasure runs.</param>
/// <param name="SessionsLeft">Sessions that are known and still to be cleared.</param>
/// <param name="Sessions">Sessions of the last day that were cleared.</param>
/// <param name="HotKeys">Keys that hot state was cleared of: sessions, kept answers, strikes, ban, devices, baseline.</param>
/// <param name="AuditRows">Audit rows whose payload was emptied; their hashes stay, so that the signed digests go on holding.</param>
/// <param name="TrainingSamples">Training samples, those in quarantine too.</param>
/// <param name="Baselines">Versions of the baseline.</param>
/// <param name="Feedback">Labels.</param>
public sealed record ErasureAnswer(
    Guid ErasureId, DateTimeOffset RequestedAt, DateTimeOffset ErasedAt, DateTimeOffset? FinishedAt, int SessionsLeft, int Sessions,
    int HotKeys, int AuditRows, int TrainingSamples, int Baselines, int Feedback)
{
    internal static ErasureAnswer Of(Erasure erasure) => new(
        erasure.Id, erasure.RequestedAt, erasure.ErasedAt, erasure.FinishedAt, erasure.SessionsLeft,
        erasure.Counts.Sessions, erasure.Counts.HotKeys, erasure.Counts.AuditRows,
        erasure.Counts.TrainingSamples, erasure.Counts.Baselines, erasure.Counts.Feedback);
}

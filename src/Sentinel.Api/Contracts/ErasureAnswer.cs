using Sentinel.Application.Users;

namespace Sentinel.Api.Contracts;

/// <summary>What was erased: the receipt to keep.</summary>
/// <param name="ErasureId">Names the erasure in the audit, whose row does not say who it was.</param>
/// <param name="ErasedAt">Whatever was decided until then is gone, or is dropped as it arrives from outboxes and spools.</param>
/// <param name="Sessions">Sessions that were still hot within the last day.</param>
/// <param name="HotKeys">Keys that hot state was cleared of: sessions, kept answers, strikes, ban, devices, baseline.</param>
/// <param name="AuditRows">Audit rows whose payload was emptied; their hashes stay, so that the signed digests go on holding.</param>
/// <param name="Lessons">Lessons, those in quarantine too.</param>
/// <param name="Baselines">Versions of the baseline.</param>
/// <param name="Feedback">Labels.</param>
public sealed record ErasureAnswer(Guid ErasureId, DateTimeOffset ErasedAt, int Sessions, int HotKeys, int AuditRows, int Lessons, int Baselines, int Feedback)
{
    internal static ErasureAnswer Of(ErasureReceipt receipt) => new(
        receipt.Id, receipt.ErasedAt, receipt.Sessions, receipt.HotKeys, receipt.AuditRows, receipt.Lessons, receipt.Baselines, receipt.Feedback);
}

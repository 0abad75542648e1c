using Sentinel.Application.Users.Records;

namespace Sentinel.Api.Contracts;

/// <summary>The receipt of an erasure. It fills up while the erasure runs. After a crash, a count may be too low.</summary>
/// <param name="ErasureId">Names the erasure in the audit, whose row does not name the user.</param>
/// <param name="RequestedAt">When it was requested.</param>
/// <param name="ErasedAt">
/// Decisions up to then are erased, or dropped when they arrive from outboxes and spools. The time of the request while the erasure runs.
/// </param>
/// <param name="FinishedAt">Null while the erasure runs.</param>
/// <param name="SessionsLeft">Known sessions that are still to be deleted.</param>
/// <param name="Sessions">Deleted sessions of the last day.</param>
/// <param name="HotKeys">Keys deleted from hot state: sessions, stored answers, strikes, ban, devices, baseline.</param>
/// <param name="AuditRows">Audit rows whose payload was emptied; their hashes stay, so the signed digests remain valid.</param>
/// <param name="TrainingSamples">Training samples, including those in quarantine.</param>
/// <param name="Baselines">Versions of the baseline.</param>
/// <param name="Feedback">Labels.</param>
/// <param name="Sketches">Sketches of input in cold storage.</param>
/// <param name="Reviews">Cases of the review queue, with their notes.</param>
/// <param name="ListEntries">Entries of the lists that named the user, with their notes.</param>
public sealed record ErasureAnswer(
    Guid ErasureId, DateTimeOffset RequestedAt, DateTimeOffset ErasedAt, DateTimeOffset? FinishedAt, int SessionsLeft, int Sessions,
    int HotKeys, int AuditRows, int TrainingSamples, int Baselines, int Feedback, int Sketches, int Reviews, int ListEntries)
{
    internal static ErasureAnswer Of(Erasure erasure) => new(
        erasure.Id, erasure.RequestedAt, erasure.ErasedAt, erasure.FinishedAt, erasure.SessionsLeft,
        erasure.Counts.Sessions, erasure.Counts.HotKeys, erasure.Counts.AuditRows,
        erasure.Counts.TrainingSamples, erasure.Counts.Baselines, erasure.Counts.Feedback, erasure.Counts.Sketches,
        erasure.Counts.Reviews, erasure.Counts.ListEntries);
}

using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Simulations.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Simulation;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Simulations;

/// <summary>
/// Sessions of the audit, page by page along its index of sessions: a session's id begins with its partition and the time of its opening.
/// Between two pages, no connection and no snapshot is held.
/// </summary>
internal sealed class RecordedSessions(IDbContextFactory<SentinelDbContext> contexts) : IRecordedSessions
{
    /// <summary>How long after its opening a session is read. It bounds which monthly partitions are looked at.</summary>
    private static readonly TimeSpan SessionsLast = TimeSpan.FromDays(7);

    private static readonly AuditKind[] Kinds =
        [AuditKind.SessionOpened, AuditKind.Batch, AuditKind.Evaluation, AuditKind.Challenge, AuditKind.SharedInput];

    public async Task<IReadOnlyList<RecordedRow>> Read(RecordedRange range, RecordedCursor after, int limit, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await Rows(context, range, after)
            .OrderBy(row => row.SessionId).ThenBy(row => row.DecidedAt).ThenBy(row => row.DecisionId)
            .Take(limit)
            .Select(row => new StoredDecision(
                row.SessionId, row.DecidedAt, row.DecisionId, row.Kind, row.CommitNumber, row.PolicyVersion, row.Action, row.Sensitivity,
                row.Decision, row.Trust, row.Risk, row.Phase, row.Evidence,
                // A batch tells nothing by its reasons that its evidence does not, but for what blocks it.
                row.Kind == AuditKind.Batch && row.Decision != Decision.Block ? "[]" : row.Reasons,
                row.ChallengeOutcome, row.DeclaredAgent))
            .ToListAsync(cancel);
        // Two rows of one millisecond have the order of their commits.
        return [.. rows.OrderBy(row => row.SessionId, StringComparer.Ordinal).ThenBy(row => row.DecidedAt).ThenBy(row => row.CommitNumber)
            .Select(row => row.ToRow())];
    }

    public async Task<IReadOnlyList<RecordedLabel>> Labels(TenantId tenant, SessionId first, SessionId last, CancellationToken cancel)
    {
        var (from, to) = (first.Value, last.Value);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var labels = await context.Feedback.AsNoTracking()
            .Where(row => row.Tenant == tenant.Value
                && string.Compare(row.SessionId, from) >= 0 && string.Compare(row.SessionId, to) <= 0)
            .Select(row => new { row.SessionId, row.DecisionId, row.Label })
            .ToListAsync(cancel);
        return labels.ConvertAll(row => new RecordedLabel(SessionId.Parse(row.SessionId), row.DecisionId, row.Label));
    }

    private static IQueryable<AuditRow> Rows(SentinelDbContext context, RecordedRange range, RecordedCursor after)
    {
        var (tenant, first, end) = (range.Tenant.Value, First(after.Partition, range.From), First(after.Partition, range.To));
        var (from, to) = ((range.From - ClockSkew.Tolerated).ToUniversalTime(), (range.To + SessionsLast).ToUniversalTime());
        var rows = context.Audit.AsNoTracking().Where(row =>
            row.Tenant == tenant && string.Compare(row.SessionId, first) >= 0 && string.Compare(row.SessionId, end) < 0
            && row.DecidedAt >= from && row.DecidedAt < to && Kinds.Contains(row.Kind));
        if (after.Session == SessionId.None)
            return rows;
        var (session, at, id) = (after.Session.Value, after.At.ToUniversalTime(), after.Decision);
        return after.At == DateTimeOffset.MaxValue
            ? rows.Where(row => string.Compare(row.SessionId, session) > 0)
            : rows.Where(row => string.Compare(row.SessionId, session) >= 0
                && (row.SessionId != session || row.DecidedAt > at || (row.DecidedAt == at && row.DecisionId > id)));
    }

    /// <summary>The lowest id that a session of the partition can have which was opened then.</summary>
    private static string First(int partition, DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture, $"s{partition:D3}-{Math.Max(0, at.ToUnixTimeMilliseconds()):x12}{new string('0', 20)}");

    private sealed record StoredDecision(
        string SessionId, DateTimeOffset DecidedAt, Guid DecisionId, AuditKind Kind, long CommitNumber, int PolicyVersion, string Action,
        Sensitivity Sensitivity, Decision Decision, double? Trust, double? Risk, Phase? Phase, byte[]? Evidence, string Reasons,
        ChallengeOutcome? ChallengeOutcome, string? DeclaredAgent)
    {
        public RecordedRow ToRow() => new(
            Domain.Sessions.SessionId.Parse(SessionId), DecisionId, CommitNumber, PolicyVersion, new()
            {
                Kind = Kind switch
                {
                    AuditKind.SessionOpened => RecordedKind.Opening,
                    AuditKind.Batch => RecordedKind.Batch,
                    AuditKind.Evaluation => RecordedKind.Evaluation,
                    AuditKind.Challenge => RecordedKind.Challenge,
                    _ => RecordedKind.SharedInput,
                },
                At = DecidedAt,
                Decision = Decision,
                Action = Action,
                DeclaredAgent = DeclaredAgent ?? "",
                Sensitivity = Sensitivity,
                Scores = Phase is { } phase ? new(Trust ?? 0, Risk ?? 0, phase) : null,
                Evidence = [.. MemoryMarshal.Cast<byte, DetectorEvidence>(Evidence)],
                Reasons = VerdictJson.Read(Reasons),
                Outcome = ChallengeOutcome ?? Domain.Sessions.ChallengeOutcome.Pending,
            });
    }
}

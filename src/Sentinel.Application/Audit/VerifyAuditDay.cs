using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit;

/// <summary>Compares one day of the tenant's audit with what was signed. The chain of digests is checked as a whole.</summary>
public sealed record VerifyAuditDay(Caller Caller, DateOnly Day) : IRequest<Outcome<DayCheck>>;

/// <summary>What became of a day.</summary>
public enum DayResult
{
    /// <summary>Every row and digest is as it was signed.</summary>
    Intact,

    /// <summary>Something is not as it was signed; <see cref="DayCheck.Faults"/> names it.</summary>
    Changed,

    /// <summary>The day is over and has rows, but no digest has them yet.</summary>
    Unsigned,

    /// <summary>There is nothing to compare: no row, a day that is not over, or rows that retention has deleted.</summary>
    Nothing,
}

/// <param name="Day">The day, UTC.</param>
/// <param name="Result">What became of it.</param>
public sealed record DayCheck(DateOnly Day, DayResult Result)
{
    /// <summary>The most faults that are named.</summary>
    public const int MostFaults = 100;

    /// <summary>The rows that were compared, or that no digest has yet.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that were signed after the day was closed.</summary>
    public int LateRows { get; init; }

    /// <summary>Rows whose payload was erased; their hash is the signed one.</summary>
    public int ErasedRows { get; init; }

    /// <summary>The number of faults.</summary>
    public int FaultCount { get; init; }

    /// <summary>The first faults; those of the chain may be of other days.</summary>
    public IReadOnlyList<AuditFinding> Faults { get; init; } = [];
}

internal sealed class VerifyAuditDayHandler(
    IRequestHandler<VerifyAudit, IAsyncEnumerable<AuditFinding>> verification, DigestKey key, AdministrativeAudit seen)
    : IRequestHandler<VerifyAuditDay, Outcome<DayCheck>>
{
    private static readonly Fault Off = new(
        FaultKind.Conflict, "digests_off", "Audit:Digests is off on this server, so it has no key to check signatures with.");

    public async Task<Outcome<DayCheck>> Handle(VerifyAuditDay query, CancellationToken cancellationToken)
    {
        if (!key.IsOn)
            return Off;
        await seen.Reads(query.Caller, AuditKind.AuditRead, UserId.Unknown, "verify");
        var check = new DayCheck(query.Day, DayResult.Nothing);
        List<AuditFinding> faults = [];
        await foreach (var finding in await verification.Handle(new(query.Caller.Tenant, query.Day, query.Day), cancellationToken))
        {
            if (finding.IsFault && faults.Count < DayCheck.MostFaults)
                faults.Add(finding);
            check = finding.IsFault ? check with { FaultCount = check.FaultCount + 1 } : Noted(check, finding);
        }

        return check with { Faults = faults, Result = check.FaultCount > 0 ? DayResult.Changed : check.Result };
    }

    private static DayCheck Noted(DayCheck check, AuditFinding finding) => finding switch
    {
        { Kind: AuditFindingKind.Compared, Rows: var rows } => check with { Rows = rows ?? 0, Result = DayResult.Intact },
        { Kind: AuditFindingKind.Open, Rows: > 0 and var rows } => check with { Rows = rows, Result = DayResult.Unsigned },
        { Kind: AuditFindingKind.Late } => check with { LateRows = check.LateRows + 1 },
        { Kind: AuditFindingKind.Erased } => check with { ErasedRows = check.ErasedRows + 1 },
        _ => check,
    };
}

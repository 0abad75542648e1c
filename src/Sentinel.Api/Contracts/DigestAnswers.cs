using System.Globalization;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Digests;

namespace Sentinel.Api.Contracts;

/// <summary>One page of the tenant's signed days, newest first.</summary>
/// <param name="Items">The days.</param>
/// <param name="NextCursor">Pass as <c>cursor</c> for the next page; null on the last.</param>
public sealed record DigestsAnswer(SignedDayAnswer[] Items, string? NextCursor)
{
    internal static DigestsAnswer Of(SignedDays days) => new(
        [.. days.Items.Select(one => new SignedDayAnswer(one.Day, one.Rows, one.LateRows, one.SignedAt))],
        days.More ? days.Items[^1].Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null);
}

/// <summary>A signed day of the audit.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Rows">The rows that its digests cover.</param>
/// <param name="LateRows">Those of them that came after the day was signed, and were signed later.</param>
/// <param name="SignedAt">When the last of its digests was made.</param>
public sealed record SignedDayAnswer(DateOnly Day, long Rows, long LateRows, DateTimeOffset SignedAt);

/// <summary>What a verification found.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Result">
/// INTACT: every row is as it was signed. CHANGED: something is not. UNSIGNED: the day is over, but no digest has its rows yet. NOTHING:
/// no rows, a day that is not over, or rows that retention has deleted.
/// </param>
/// <param name="Rows">The rows that were compared, or that no digest has yet.</param>
/// <param name="LateRows">Rows that were signed after the day was closed.</param>
/// <param name="ErasedRows">Rows of erased users: their payload is gone, their hash is the signed one.</param>
/// <param name="FaultCount">The number of faults.</param>
/// <param name="Faults">The first hundred faults. The chain of digests is checked as a whole, so some may be of other days.</param>
public sealed record DayCheckAnswer(
    DateOnly Day, DayResult Result, long Rows, int LateRows, int ErasedRows, int FaultCount, DigestFaultAnswer[] Faults)
{
    internal static DayCheckAnswer Of(DayCheck check) => new(
        check.Day, check.Result, check.Rows, check.LateRows, check.ErasedRows, check.FaultCount,
        [.. check.Faults.Select(fault => new DigestFaultAnswer(fault.Kind, fault.Day, fault.DecisionId, fault.Number))]);
}

/// <summary>Something that is not as it was signed.</summary>
/// <param name="Kind">
/// Of a row CHANGED, MISSING or ADDED; of a digest FORGED, DIGEST_MISSING or DIGEST_CHANGED.
/// </param>
/// <param name="Day">The day, UTC.</param>
/// <param name="DecisionId">The row; null if the fault is of a digest.</param>
/// <param name="Number">The digest's number in the tenant's chain, from 1; null if the fault is of a row.</param>
public sealed record DigestFaultAnswer(AuditFindingKind Kind, DateOnly Day, Guid? DecisionId, long? Number);

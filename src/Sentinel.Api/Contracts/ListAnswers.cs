using Sentinel.Application.Lists.Records;

namespace Sentinel.Api.Contracts;

/// <param name="Items">The entries, newest first.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last one.</param>
public sealed record ListsAnswer(ListEntryAnswer[] Items, string? NextCursor);

/// <summary>An entry of the tenant's lists. Conditions that it does not have are null.</summary>
/// <param name="Id">Its id, a UUID; the <c>target</c> of its rows in the audit.</param>
/// <param name="Effect">ALLOW, DENY or SNOOZE.</param>
/// <param name="UserId">The user.</param>
/// <param name="Device">Hash of the device's name, 16 hex digits.</param>
/// <param name="Cidr">The network, in canonical notation.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Reason">The code of the reason that is snoozed, or that denies.</param>
/// <param name="ExpiresAt">When it ends, UTC.</param>
/// <param name="EndedAt">When an administrator ended it before, UTC; null if nobody did.</param>
/// <param name="Note">Why it was made.</param>
/// <param name="Actor">The id of the API key or person that made it; null for none.</param>
/// <param name="CreatedAt">Server time, UTC.</param>
public sealed record ListEntryAnswer(
    Guid Id, ListEffect Effect, string? UserId, string? Device, string? Cidr, string? Country, string? Reason, DateTimeOffset ExpiresAt,
    DateTimeOffset? EndedAt, string Note, string? Actor, DateTimeOffset CreatedAt)
{
    internal static ListEntryAnswer Of(ListEntry entry) => new(
        entry.Id, entry.Effect, entry.User?.Value, entry.Device is { } device ? ExportedUser.Name(device) : null,
        entry.Network?.ToString(), entry.Country, entry.Reason, entry.ExpiresAt, entry.EndedAt, entry.Note,
        entry.Actor.Length > 0 ? entry.Actor : null, entry.CreatedAt);
}

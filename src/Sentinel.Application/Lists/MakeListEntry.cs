using System.Text.RegularExpressions;
using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Lists;

/// <summary>Makes an entry of the tenant's lists: it counts at once on this node, and within 5 s on every other.</summary>
/// <param name="Caller">An administrator.</param>
/// <param name="Effect">ALLOW, DENY or SNOOZE.</param>
/// <param name="UserId">The user; null for any.</param>
/// <param name="Device">The device as the site names it; null for any.</param>
/// <param name="Cidr">A network, or one address; null for anywhere.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null for any.</param>
/// <param name="Reason">The code of a detector's reason; null for none.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Note">Why.</param>
public sealed record MakeListEntry(
    Caller Caller, ListEffect? Effect, string? UserId, string? Device, string? Cidr, string? Country, string? Reason,
    DateTimeOffset? ExpiresAt, string? Note) : IRequest<Outcome<ListEntry>>
{
    /// <summary>Maximum number of live entries of one tenant: each node holds them all in memory.</summary>
    public const int Most = 10_000;

    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(366);
}

public sealed partial class MakeListEntryValidator : AbstractValidator<MakeListEntry>
{
    private const int LongestNote = 500;

    public MakeListEntryValidator(IGeoLocator places, TimeProvider time)
    {
        RuleFor(c => c.Effect).Must(effect => effect is { } given && Enum.IsDefined(given)).WithMessage("must be ALLOW, DENY or SNOOZE");
        RuleFor(c => c.UserId)
            .Must((c, user) => (user ?? c.Device ?? c.Cidr ?? c.Country ?? c.Reason) is not null)
            .WithMessage("is missing, as are device, cidr, country and reason: give at least one of them");
        RuleFor(c => c.UserId).Must(id => Domain.Sessions.UserId.TryParse(id, out _)).When(c => c.UserId is not null)
            .WithMessage(Domain.Sessions.UserId.Rule);
        RuleFor(c => c.Device!).Length(1, 128).When(c => c.Device is not null).WithMessage("must be 1–128 characters, or left out");
        RuleFor(c => c.Cidr).Must(text => Network.TryParse(text, out _)).When(c => c.Cidr is not null).WithMessage(Network.Rule);
        RuleFor(c => c.Country!).Matches(CountryPattern()).When(c => c.Country is not null)
            .WithMessage("must be two capital letters of ISO 3166-1, such as NO");
        RuleFor(c => c.Country).Must(_ => places.KnowsCountries).When(c => c.Country is not null)
            .WithMessage("needs a database of places: set GeoIp:Database, or give cidr");
        RuleFor(c => c.Reason).Must(IsOfADetector).When(c => c.Reason is not null)
            .WithMessage("must be the code of a detector, such as context.impossible_travel; GET /api/v1/reasons lists those with a group "
                + "or about");
        RuleFor(c => c.Reason).Null().When(c => c.Effect == ListEffect.Allow)
            .WithMessage("must be left out for ALLOW: to let a reason count nothing, SNOOZE the reason");
        RuleFor(c => c.ExpiresAt)
            .Must(at => at > time.GetUtcNow() && at <= time.GetUtcNow() + MakeListEntry.LongestLife)
            .WithMessage("must be in the future and within 366 days");
        RuleFor(c => c.Note)
            .Must(note => !string.IsNullOrWhiteSpace(note) && note.Length <= LongestNote && !note.Any(IsForbidden))
            .WithMessage($"must be 1–{LongestNote} characters, without control characters other than line breaks and tabs");
    }

    /// <summary>Whether evidence for the reason exists: other reasons only inform.</summary>
    internal static bool IsOfADetector(string? reason) =>
        reason is not null && DetectorCatalog.Reason(reason) is { } code && DetectorCatalog.Detector(code) is not null;

    private static bool IsForbidden(char sign) => char.IsControl(sign) && sign is not ('\n' or '\r' or '\t');

    [GeneratedRegex("^[A-Z]{2}\\z")]
    internal static partial Regex CountryPattern();
}

internal sealed class MakeListEntryHandler(IListEntries entries, ListCache cache, AdministrativeAudit audit, TimeProvider time)
    : IRequestHandler<MakeListEntry, Outcome<ListEntry>>
{
    public async Task<Outcome<ListEntry>> Handle(MakeListEntry command, CancellationToken cancellationToken)
    {
        var now = StoredTime.Of(time.GetUtcNow());
        var entry = new ListEntry
        {
            Id = Guid.CreateVersion7(now),
            Tenant = command.Caller.Tenant,
            Effect = command.Effect!.Value,
            User = command.UserId is { } user ? UserId.Parse(user) : null,
            Device = command.Device is { } device ? DeviceId.Of(device) : null,
            Network = Network.TryParse(command.Cidr, out var network) ? network : null,
            Country = command.Country,
            Reason = command.Reason,
            ExpiresAt = StoredTime.Of(command.ExpiresAt!.Value),
            Note = command.Note!.Trim(),
            Actor = command.Caller.Key?.ToString() ?? "",
            CreatedAt = now,
        };
        if (!await entries.Add(entry, MakeListEntry.Most, cancellationToken))
            return ListFaults.TooMany;
        await cache.Refresh(CancellationToken.None);
        await audit.Write(entry.Tenant, [Record(audit, AuditKind.ListEntryMade, entry, command.Caller)]);
        return entry;
    }

    /// <summary>The record of a change. It has the entry's id and its user, and not the note, which people write freely.</summary>
    internal static AuditRecord Record(AdministrativeAudit audit, AuditKind kind, ListEntry entry, Caller by) =>
        audit.Record(entry.Tenant, kind, entry.Id.ToString(), by.Key) with
        {
            User = entry.User ?? UserId.Unknown,
            Action = WireWord.Of(entry.Effect),
        };
}

using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Lists;

/// <summary>One page of the tenant's lists, newest first. Members hold the caller's text; unset ones do not filter.</summary>
/// <param name="Caller">Who asks.</param>
public sealed record ReadLists(Caller Caller) : IRequest<Outcome<ListPage>>
{
    public const string Live = "LIVE", Ended = "ENDED";

    /// <summary>LIVE or ENDED; null for LIVE.</summary>
    public string? State { get; init; }

    /// <summary>ALLOW, DENY or SNOOZE.</summary>
    public string? Effect { get; init; }

    /// <summary>Only entries that name this user.</summary>
    public string? UserId { get; init; }

    /// <summary>Only entries of this device, as the site names it.</summary>
    public string? Device { get; init; }

    /// <summary>Only entries of exactly this network.</summary>
    public string? Cidr { get; init; }

    /// <summary>Only entries of this country.</summary>
    public string? Country { get; init; }

    /// <summary>Only entries of this reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The cursor of the previous page.</summary>
    public string? Cursor { get; init; }

    /// <summary>1–200.</summary>
    public int Limit { get; init; }
}

public sealed class ReadListsValidator : AbstractValidator<ReadLists>
{
    public ReadListsValidator()
    {
        RuleFor(q => q.State).Must(state => state is ReadLists.Live or ReadLists.Ended).When(q => q.State is not null)
            .WithMessage("must be LIVE or ENDED");
        RuleFor(q => q.Effect).Must(effect => WireWord.All<ListEffect>().ContainsKey(effect!)).When(q => q.Effect is not null)
            .WithMessage("must be ALLOW, DENY or SNOOZE");
        RuleFor(q => q.UserId).Must(id => Domain.Sessions.UserId.TryParse(id, out _)).When(q => q.UserId is not null)
            .WithMessage(Domain.Sessions.UserId.Rule);
        RuleFor(q => q.Device!).Length(1, 128).When(q => q.Device is not null).WithMessage("must be 1–128 characters");
        RuleFor(q => q.Cidr).Must(text => Network.TryParse(text, out _)).When(q => q.Cidr is not null).WithMessage(Network.Rule);
        RuleFor(q => q.Country!).Matches(MakeListEntryValidator.CountryPattern()).When(q => q.Country is not null)
            .WithMessage("must be two capital letters of ISO 3166-1, such as NO");
        RuleFor(q => q.Reason).Must(MakeListEntryValidator.IsOfADetector).When(q => q.Reason is not null)
            .WithMessage("must be the code of a detector, such as context.impossible_travel");
        RuleFor(q => q.Cursor).Must(cursor => AuditCursor.TryParse(cursor, out _)).When(q => q.Cursor is not null)
            .WithMessage("must be the nextCursor of a page");
        RuleFor(q => q.Limit).InclusiveBetween(1, 200).WithMessage("must be from 1 to 200");
    }
}

/// <summary>One entry, also one that has ended.</summary>
public sealed record ReadListEntry(Caller Caller, Guid Id) : IRequest<Outcome<ListEntry>>;

/// <summary>An entry may name a user, and then reading it is audited before it is returned.</summary>
internal sealed class ReadListsHandler(IListEntries entries, AdministrativeAudit seen, TimeProvider time)
    : IRequestHandler<ReadLists, Outcome<ListPage>>, IRequestHandler<ReadListEntry, Outcome<ListEntry>>
{
    public async Task<Outcome<ListPage>> Handle(ReadLists query, CancellationToken cancellationToken)
    {
        var page = await entries.List(
            new()
            {
                Tenant = query.Caller.Tenant,
                Ended = query.State == ReadLists.Ended,
                Effect = query.Effect is { } effect ? WireWord.Parse<ListEffect>(effect) : null,
                User = query.UserId is { } user ? UserId.Parse(user) : null,
                Device = query.Device is { } device ? DeviceId.Of(device) : null,
                Network = Network.TryParse(query.Cidr, out var network) ? network : null,
                Country = query.Country,
                Reason = query.Reason,
                Now = time.GetUtcNow(),
                Before = AuditCursor.TryParse(query.Cursor, out var before) ? before : null,
                Limit = query.Limit,
            },
            cancellationToken);
        UserId[] users = [.. page.Items.Select(entry => entry.User).OfType<UserId>().Distinct()];
        if (users.Length > 0)
            await seen.Reads(query.Caller, AuditKind.UserRead, users.Length == 1 ? users[0] : UserId.Unknown, "list");
        return page;
    }

    public async Task<Outcome<ListEntry>> Handle(ReadListEntry query, CancellationToken cancellationToken)
    {
        if (await entries.Find(query.Caller.Tenant, query.Id, cancellationToken) is not { } entry)
            return ListFaults.Unknown;
        if (entry.User is { } user)
            await seen.Reads(query.Caller, AuditKind.UserRead, user, "list");
        return entry;
    }
}

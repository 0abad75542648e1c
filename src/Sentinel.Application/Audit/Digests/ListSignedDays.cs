using System.Globalization;
using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;

namespace Sentinel.Application.Audit.Digests;

/// <summary>One page of the days of the tenant's audit that are signed, newest first.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Cursor">The last day of the previous page; null for the first page.</param>
/// <param name="Limit">1–200.</param>
public sealed record ListSignedDays(Caller Caller, string? Cursor, int Limit) : IRequest<Outcome<SignedDays>>
{
    internal static bool IsDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}

/// <param name="Items">The days of the page.</param>
/// <param name="More">Whether there are earlier ones.</param>
public sealed record SignedDays(IReadOnlyList<SignedDay> Items, bool More);

/// <param name="Day">The day, UTC.</param>
/// <param name="Rows">The rows that its digests cover.</param>
/// <param name="LateRows">Those of them that came after the day was signed, and were signed later.</param>
/// <param name="SignedAt">When the last of its digests was made.</param>
public sealed record SignedDay(DateOnly Day, long Rows, long LateRows, DateTimeOffset SignedAt);

public sealed class ListSignedDaysValidator : AbstractValidator<ListSignedDays>
{
    public ListSignedDaysValidator()
    {
        RuleFor(q => q.Cursor).Must(cursor => ListSignedDays.IsDay(cursor, out _)).When(q => q.Cursor is not null)
            .WithMessage("must be the nextCursor of a page");
        RuleFor(q => q.Limit).InclusiveBetween(1, 200).WithMessage("must be from 1 to 200");
    }
}

/// <summary>A tenant has one or a few digests a day, so the whole chain is read.</summary>
internal sealed class ListSignedDaysHandler(IAuditDigests digests) : IRequestHandler<ListSignedDays, Outcome<SignedDays>>
{
    public async Task<Outcome<SignedDays>> Handle(ListSignedDays query, CancellationToken cancellationToken)
    {
        var chain = await digests.Chain(query.Caller.Tenant, cancellationToken);
        var before = ListSignedDays.IsDay(query.Cursor, out var day) ? day : DateOnly.MaxValue;
        var days = chain.Where(link => link.Kind != DigestKind.Expiry && link.Day < before)
            .GroupBy(link => link.Day)
            .OrderByDescending(links => links.Key)
            .Select(links => new SignedDay(
                links.Key,
                links.Sum(link => (long)link.Count),
                links.Where(link => link.Kind == DigestKind.Late).Sum(link => (long)link.Count),
                links.Max(link => link.ClosedAt)))
            .Take(query.Limit + 1)
            .ToList();
        return new SignedDays([.. days.Take(query.Limit)], days.Count > query.Limit);
    }
}

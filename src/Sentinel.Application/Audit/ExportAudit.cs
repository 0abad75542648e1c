using System.Runtime.CompilerServices;
using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;

namespace Sentinel.Application.Audit;

/// <summary>Streams every selected audit row, newest first.</summary>
public sealed record ExportAudit(Caller Caller) : AuditCriteria(Caller), IRequest<Outcome<AuditRows>>
{
    /// <summary><c>ndjson</c> or <c>csv</c>.</summary>
    public string? Format { get; init; }
}

/// <param name="Records">Read from cold storage while they are enumerated.</param>
public sealed record AuditRows(IAsyncEnumerable<AuditRecord> Records);

public sealed class ExportAuditValidator : AbstractValidator<ExportAudit>
{
    public ExportAuditValidator()
    {
        Include(new AuditCriteriaValidator());
        RuleFor(q => q.Format)
            .Must(format => format is "ndjson" or "csv")
            .WithMessage("must be ndjson or csv");
    }
}

internal sealed class ExportAuditHandler(IAuditLog audit, AdministrativeAudit seen) : IRequestHandler<ExportAudit, Outcome<AuditRows>>
{
    public async Task<Outcome<AuditRows>> Handle(ExportAudit query, CancellationToken cancellationToken)
    {
        var filter = query.ToFilter();
        if ((await audit.Search(filter with { Limit = 1 }, cancellationToken)).Items is not [var newest])
            return new AuditRows(audit.ReadAll(filter, cancellationToken));
        await seen.Reads(
            query.Caller,
            AuditKind.AuditRead,
            filter.User ?? Domain.Sessions.UserId.Unknown,
            "export",
            filter.Session?.Value ?? ""
        );
        // Leaves out the audit record of this export.
        return new AuditRows(audit.ReadAll(filter with { Before = new(newest.DecidedAt, Guid.AllBitsSet) }, cancellationToken));
    }
}

internal static class WholeAudit
{
    private const int PageSize = 1_000;

    /// <summary>
    /// Reads page by page, by cursor, instead of in one long query, so a slow reader holds no connection and no snapshot. Rows that arrive
    /// meanwhile are newer and not part of the export.
    /// </summary>
    public static async IAsyncEnumerable<AuditRecord> ReadAll(
        this IAuditLog audit,
        AuditFilter filter,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        AuditPage page;
        filter = filter with { Limit = PageSize };
        do
        {
            page = await audit.Search(filter, cancel);
            foreach (var record in page.Items) yield return record;
            filter = filter with { Before = page.Next };
        }
        while (page.Next is not null);
    }
}

using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Audit;

namespace Sentinel.Api.Controllers;

/// <summary>The audit: one row for each decision and administrative act.</summary>
[ApiController]
[Route("api/v1/audit")]
[Authorize(Credentials.AnalystPolicy)]
public sealed class AuditController(IMediator mediator) : SentinelController
{
    /// <summary>Searches the audit, newest first. Rows arrive within about two seconds of their decision.</summary>
    /// <param name="userId">Only this user.</param>
    /// <param name="sessionId">Only this session.</param>
    /// <param name="decision">ALLOW, CHALLENGE or BLOCK.</param>
    /// <param name="reason">Only rows with this reason code.</param>
    /// <param name="kind">Only rows of this kind, such as EVALUATION: see <c>kind</c> of the answer for all.</param>
    /// <param name="declaredAgent">Only rows of sessions of this declared agent.</param>
    /// <param name="label">LEGITIMATE or FRAUD: only rows whose decision, or whose session, has this label.</param>
    /// <param name="from">Inclusive, ISO 8601.</param>
    /// <param name="to">Exclusive, ISO 8601.</param>
    /// <param name="cursor">The previous page's <c>nextCursor</c>.</param>
    /// <param name="limit">1–200.</param>
    [HttpGet]
    [ProducesResponseType<AuditAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> Search(
        string? userId,
        string? sessionId,
        string? decision,
        string? reason,
        string? kind,
        string? declaredAgent,
        string? label,
        DateTimeOffset? from,
        DateTimeOffset? to,
        string? cursor,
        int limit = 50
    )
    {
        var query = new SearchAudit(HttpContext.Caller())
        {
            UserId = userId,
            SessionId = sessionId,
            Decision = decision,
            Reason = reason,
            Kind = kind,
            DeclaredAgent = declaredAgent,
            Label = label,
            From = from,
            To = to,
            Cursor = cursor,
            Limit = limit,
        };
        return Answer(
            await mediator.Send(query),
            page => Ok(new AuditAnswer([.. page.Items.Select(AuditItem.Of)], page.Next?.ToString())));
    }

    /// <summary>
    /// Counts decisions and reasons over a time, at most 31 days. With <c>kind=EVALUATION</c>, challenges are those that users met; with
    /// <c>label=LEGITIMATE</c> and <c>decision=CHALLENGE</c> or <c>BLOCK</c>, the reasons are of decisions that stopped people who should
    /// not have been stopped.
    /// </summary>
    /// <param name="from">Inclusive, ISO 8601; an hour before <c>to</c> if left out.</param>
    /// <param name="to">Exclusive, ISO 8601; now if left out.</param>
    /// <param name="decision">ALLOW, CHALLENGE or BLOCK.</param>
    /// <param name="kind">Only rows of this kind, such as EVALUATION: see <c>kind</c> of the answer for all.</param>
    /// <param name="label">LEGITIMATE or FRAUD: only rows whose decision, or whose session, has this label.</param>
    [HttpGet("summary")]
    [ProducesResponseType<AuditSummaryAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> Summarise(DateTimeOffset? from, DateTimeOffset? to, string? decision, string? kind, string? label)
    {
        var query = new SummariseAudit(HttpContext.Caller()) { From = from, To = to, Decision = decision, Kind = kind, Label = label };
        return Answer(await mediator.Send(query), summary => Ok(AuditSummaryAnswer.Of(summary)));
    }

    /// <summary>Exports every row that matches the filters, newest first, without a page limit: for archives and spreadsheets.</summary>
    /// <remarks>
    /// <c>ndjson</c> has one object per line, as in <c>items</c> of the search. <c>csv</c> is RFC 4180 with a header line; a cell that a
    /// spreadsheet would take for a formula begins with an apostrophe. If an export fails midway, the connection breaks, so a short file
    /// never looks complete.
    /// </remarks>
    /// <param name="format">ndjson or csv.</param>
    /// <param name="userId">Only this user.</param>
    /// <param name="sessionId">Only this session.</param>
    /// <param name="decision">ALLOW, CHALLENGE or BLOCK.</param>
    /// <param name="reason">Only rows with this reason code.</param>
    /// <param name="kind">Only rows of this kind, such as EVALUATION: see <c>kind</c> of the answer for all.</param>
    /// <param name="declaredAgent">Only rows of sessions of this declared agent.</param>
    /// <param name="label">LEGITIMATE or FRAUD: only rows whose decision, or whose session, has this label.</param>
    /// <param name="from">Inclusive, ISO 8601.</param>
    /// <param name="to">Exclusive, ISO 8601.</param>
    [HttpGet("export")]
    [Produces("application/x-ndjson", "text/csv")]
    [ProducesResponseType<string>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> Export(
        string? userId,
        string? sessionId,
        string? decision,
        string? reason,
        string? kind,
        string? declaredAgent,
        string? label,
        DateTimeOffset? from,
        DateTimeOffset? to,
        string? format = "ndjson"
    )
    {
        var query = new ExportAudit(HttpContext.Caller())
        {
            UserId = userId,
            SessionId = sessionId,
            Decision = decision,
            Reason = reason,
            Kind = kind,
            DeclaredAgent = declaredAgent,
            Label = label,
            From = from,
            To = to,
            Format = format,
        };
        return Answer(await mediator.Send(query), rows => new AuditExport(rows.Records, format!));
    }
}

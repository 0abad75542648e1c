using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.Errors;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Controllers;

/// <summary>The audit: one row per batch, evaluation, challenge, opening and end of a session.</summary>
[ApiController]
[Route("api/v1/audit")]
[Authorize(Credentials.AdminPolicy)]
public sealed class AuditController(IMediator mediator) : SentinelController
{
    /// <summary>Searches the audit, newest first. Rows arrive within about two seconds of their decision.</summary>
    /// <param name="userId">Only this user.</param>
    /// <param name="sessionId">Only this session.</param>
    /// <param name="decision">ALLOW, CHALLENGE or BLOCK.</param>
    /// <param name="reason">Only rows with this reason code.</param>
    /// <param name="from">Inclusive, ISO 8601.</param>
    /// <param name="to">Exclusive, ISO 8601.</param>
    /// <param name="cursor">The previous page's <c>nextCursor</c>.</param>
    /// <param name="limit">1–200.</param>
    [HttpGet]
    [ProducesResponseType<AuditAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    public async Task<IActionResult> Search(
        string? userId, string? sessionId, string? decision, string? reason, DateTimeOffset? from, DateTimeOffset? to, string? cursor, int limit = 50)
    {
        List<Violation> violations = [];
        UserId user = default;
        SessionId session = default;
        Decision wanted = default;
        AuditCursor before = default;
        Check(userId is null || UserId.TryParse(userId, out user), "userId", "must be 1–128 of [A-Za-z0-9._:@-]");
        Check(sessionId is null || SessionId.TryParse(sessionId, out session), "sessionId", "must be a session id");
        Check(decision is null || (Enum.TryParse(decision, true, out wanted) && Enum.IsDefined(wanted)), "decision", "must be ALLOW, CHALLENGE or BLOCK");
        Check(cursor is null || TryParse(cursor, out before), "cursor", "must be the nextCursor of a page");
        if (violations.Count > 0)
            return Problems.Of(Fault.Invalid(violations));

        var filter = new AuditFilter
        {
            Tenant = HttpContext.Caller().Tenant,
            User = userId is null ? null : user,
            Session = sessionId is null ? null : session,
            Decision = decision is null ? null : wanted,
            Reason = reason,
            From = from,
            To = to,
            Before = cursor is null ? null : before,
            Limit = limit,
        };
        return Answer(
            await mediator.Send(new SearchAudit(filter)),
            page => Ok(new AuditAnswer([.. page.Items.Select(AuditItem.Of)], page.Next is { } next ? Format(next) : null)));

        void Check(bool valid, string path, string message)
        {
            if (!valid)
                violations.Add(new(path, message));
        }
    }

    private static string Format(AuditCursor cursor) => string.Create(
        CultureInfo.InvariantCulture, $"{cursor.DecidedAt.ToUnixTimeMilliseconds()}-{cursor.DecisionId:N}");

    private static bool TryParse(string text, out AuditCursor cursor)
    {
        cursor = default;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 1 || !long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at > 253_402_300_799_999
            || !Guid.TryParseExact(text.AsSpan(dash + 1), "N", out var id))
            return false;
        cursor = new(DateTimeOffset.FromUnixTimeMilliseconds(at), id);
        return true;
    }
}

using System.Net.Mime;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Sentinel.Api.Settings;
using Sentinel.Api.Signals;
using Sentinel.Application.Access;
using Sentinel.Application.Bans;

namespace Sentinel.Api.Controllers;

/// <summary>
/// Where transmitters of Shared Signals push their Security Event Tokens (RFC 8935). A token authenticates itself by its signature, so the
/// call needs no key. See docs/signals.md.
/// </summary>
[ApiController]
[Route("ssf/events")]
[AllowAnonymous]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed partial class SignalsController(IMediator mediator, SignalOptions options, ILogger<SignalsController> logger)
    : ControllerBase
{
    private const string Caep = "https://schemas.openid.net/secevent/caep/event-type/";

    /// <summary>The events that end a user's sessions, and their names in the audit. Others are taken and have no effect.</summary>
    private static readonly Dictionary<string, string> Ending = new(StringComparer.Ordinal)
    {
        [Caep + "session-revoked"] = "session-revoked",
        [Caep + "credential-change"] = "credential-change",
    };

    /// <summary>
    /// 202 means that the token was taken: its effect is stored, or it has none here. 400 says why it was not. 503: send it again.
    /// </summary>
    [HttpPost("{transmitter}")]
    [RequestSizeLimit(ReceivedToken.MaxLength)]
    public async Task<IActionResult> Push(string transmitter, CancellationToken cancel)
    {
        if (!options.Transmitters.TryGetValue(transmitter, out var from))
            return NotFound();
        if (!MediaTypeHeaderValue.TryParse(Request.ContentType, out var type) || type.MediaType != "application/secevent+jwt")
            return Refused(SetError.Request("Content-Type must be application/secevent+jwt."));
        using StreamReader reader = new(Request.Body, Encoding.ASCII);
        var text = await reader.ReadToEndAsync(cancel);
        var tokens = HttpContext.RequestServices.GetRequiredService<SecurityEventTokens>();
        var (token, error) = await tokens.Read(from, text.Trim(), cancel);
        if (token is null)
            return error is null ? Later : Refused(error);

        foreach (var (name, at) in token.Events)
        {
            if (!Ending.TryGetValue(name, out var what) || token.Subject is not { } subject)
                continue;
            if (Subjects.UserOf(from, subject) is not { } user)
            {
                LogNobody(from.Name, what);
                continue;
            }

            var outcome = await mediator.Send(
                new RevokeSessions(new Caller(from.Tenant, Scopes.None), user) { Until = at, Signal = (from.Name, what) }, cancel);
            if (!outcome.Succeeded(out _, out _))
                return Later;
            LogRevoked(from.Name, what);
        }

        return Accepted();
    }

    /// <summary>The transmitter is to send the token again.</summary>
    private static ContentResult Later => new() { StatusCode = StatusCodes.Status503ServiceUnavailable };

    private static ContentResult Refused(SetError error) => new()
    {
        StatusCode = StatusCodes.Status400BadRequest,
        ContentType = MediaTypeNames.Application.Json,
        Content = System.Text.Json.JsonSerializer.Serialize(error, SetJson.Default.SetError),
    };

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "An event {Event} of the transmitter {Transmitter} names no user as its setting Subject says; it has no effect")]
    private partial void LogNobody(string transmitter, string @event);

    [LoggerMessage(Level = LogLevel.Information, Message = "An event {Event} of the transmitter {Transmitter} revokes a user's sessions")]
    private partial void LogRevoked(string transmitter, string @event);
}

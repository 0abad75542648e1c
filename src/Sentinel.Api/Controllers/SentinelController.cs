using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Contracts;
using Sentinel.Api.Errors;
using Sentinel.Api.Hosting;
using Sentinel.Api.Json;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Api.Controllers;

/// <summary>The base of every controller: maps outcomes to answers. A malformed session id is answered like an unknown session.</summary>
[Produces("application/json")]
public abstract class SentinelController : ControllerBase
{
    protected IActionResult Answer<T>(Outcome<T> outcome, Func<T, IActionResult> success) =>
        outcome.Succeeded(out var value, out var fault) ? success(value) : Problems.Of(fault);

    protected static IActionResult Decided(DecisionResult result)
    {
        RequestIds.Note(result);
        return new JsonAnswer<DecisionAnswer>(DecisionAnswer.Of(result), HotJson.Decision);
    }

    protected static IActionResult? Session(string text, out SessionId session)
    {
        if (!SessionId.TryParse(text, out session)) return Problems.Of(Fault.SessionExpired);
        RequestIds.Note(session);
        return null;
    }
}

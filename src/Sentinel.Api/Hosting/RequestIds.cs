using System.Diagnostics;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Api.Hosting;

/// <summary>
/// Says of the current request which session and decision it is about, for its span and its log lines. Never which user: nothing that
/// telemetry holds is erased with the user.
/// </summary>
internal static class RequestIds
{
    /// <summary>What makes the spans of requests.</summary>
    public const string Source = "Microsoft.AspNetCore";

    public const string RouteName = "http.route";

    /// <summary>As OpenTelemetry's semantic conventions name it.</summary>
    private const string SessionName = "session.id";

    private const string DecisionName = "sentinel.decision.id";

    private const string OutcomeName = "sentinel.decision";

    /// <summary>The names of what log lines take over.</summary>
    public static readonly string[] All = [SessionName, DecisionName];

    /// <summary>.NET 10 leaves the route out of the spans that it makes.</summary>
    public static void NoteRoute(HttpContext context)
    {
        if (Activity.Current is not { IsAllDataRequested: true } request || context.GetEndpoint() is not RouteEndpoint endpoint) return;
        var route = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
        request.SetTag(RouteName, route);
        request.DisplayName = $"{context.Request.Method} {route}";
    }

    public static void Note(SessionId session) => Activity.Current?.SetTag(SessionName, session);

    public static void Note(DecisionResult result)
    {
        if (Activity.Current is not { } request) return;
        request.SetTag(SessionName, result.Session);
        request.SetTag(DecisionName, result.DecisionId);
        if (request.IsAllDataRequested)
            request.SetTag(OutcomeName, WireWord.Of(result.Decision));
    }
}

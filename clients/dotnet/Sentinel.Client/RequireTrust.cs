using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sentinel.Client;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoints that run only if Sentinel allows it.</summary>
public static partial class RequireTrustExtensions
{
    /// <summary>
    /// Asks Sentinel before the endpoint runs. CHALLENGE answers 403 with the code <c>challenge_required</c> and the <c>challengeId</c> to
    /// report. BLOCK answers 403 with <c>blocked</c>. If Sentinel does not answer or the user has no session,
    /// <paramref name="whenUnavailable"/> decides; a CHALLENGE then has <c>degraded: true</c> instead of a <c>challengeId</c>, and
    /// <see cref="SentinelOptions.HasPassedStepUp"/> can allow the action. If the session has too many requests in progress to decide a
    /// HIGH action, the answer is 503 with <c>try_again</c>. If the session has ended or expired, <c>challenge_required</c> has neither:
    /// the user has to log in again.
    /// </summary>
    /// <typeparam name="TBuilder">The builder of what is mapped: an endpoint, a group, controllers, pages, a hub.</typeparam>
    /// <param name="endpoint">The endpoint to protect.</param>
    /// <param name="sensitivity">How much the action could cost.</param>
    /// <param name="action">Its name in Sentinel's audit, 1–64 of <c>[A-Za-z0-9._:-]</c>.</param>
    /// <param name="whenUnavailable">
    /// The decision if the result is unknown; null takes <see cref="SentinelOptions.WhenUnavailable"/>.
    /// </param>
    /// <exception cref="ArgumentException">Sentinel does not accept this name of an action.</exception>
    public static TBuilder RequireTrust<TBuilder>(
        this TBuilder endpoint,
        Sensitivity sensitivity,
        string action,
        Decision? whenUnavailable = null
    )
        where TBuilder : IEndpointConventionBuilder
    {
        if (!ActionName().IsMatch(action))
            throw new ArgumentException($"RequireTrust(\"{action}\"): an action is 1–64 of [A-Za-z0-9._:-].", nameof(action));
        // Not an endpoint filter: Razor pages and endpoints of other packages, such as a proxy, silently ignore filters.
        endpoint.Add(built =>
        {
            var run =
                built.RequestDelegate
                ?? throw new InvalidOperationException(
                    $"RequireTrust(\"{action}\") is on an endpoint that runs nothing: {built.DisplayName}."
                );
            built.RequestDelegate = async context =>
            {
                if (await Refusal(context, sensitivity, action, whenUnavailable).ConfigureAwait(false) is { } refusal)
                    await refusal.ExecuteAsync(context).ConfigureAwait(false);
                else
                    await run(context).ConfigureAwait(false);
            };
        });
        return endpoint;
    }

    [GeneratedRegex(@"^[A-Za-z0-9._:-]{1,64}\z")]
    private static partial Regex ActionName();

    /// <summary>Null lets the endpoint run.</summary>
    private static async Task<ProblemHttpResult?> Refusal(
        HttpContext context,
        Sensitivity sensitivity,
        string action,
        Decision? whenUnavailable
    )
    {
        var options = context.RequestServices.GetRequiredService<IOptions<SentinelOptions>>().Value;
        var sentinel = context.RequestServices.GetRequiredService<SentinelClient>();
        TrustDecision decision;
        try
        {
            decision = options.FindSession(context) is { Length: > 0 } session
                ? await sentinel
                    .EvaluateAsync(session, action, sensitivity, whenUnavailable, options.FindContext(context), context.RequestAborted)
                    .ConfigureAwait(false)
                : sentinel.Fallback(whenUnavailable);
        }
        catch (SentinelException gone) when (gone.Code is "session_expired" or "session_ended")
        {
            return ChallengeRequired("Log in again to go on.");
        }

        return decision.Decision switch
        {
            Decision.Allow => null,
            Decision.Block when decision.ChallengeId is { } id => Refused(
                "blocked", "This action was refused. Prove who you are to lift the block.", ("challengeId", id)),
            Decision.Block => Refused("blocked", "This action was refused."),
            _ when decision.TryAgain => TryAgain(context),
            _ when decision.ChallengeId is { } id => ChallengeRequired("Prove who you are to go on.", ("challengeId", id)),
            _ => options.HasPassedStepUp(context) ? null : ChallengeRequired("Prove who you are to go on.", ("degraded", true)),
        };
    }

    private static ProblemHttpResult ChallengeRequired(string detail, params ReadOnlySpan<(string Name, object? Value)> extensions) =>
        Refused("challenge_required", detail, extensions);

    private static ProblemHttpResult TryAgain(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Problem(
            "Too much of this session is under way at once. Try again.", statusCode: StatusCodes.Status503ServiceUnavailable,
            extensions: new Dictionary<string, object?> { ["code"] = "try_again" });
    }

    private static ProblemHttpResult Refused(string code, string detail, params ReadOnlySpan<(string Name, object? Value)> extensions)
    {
        var all = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in extensions) all[name] = value;
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden, extensions: all);
    }
}

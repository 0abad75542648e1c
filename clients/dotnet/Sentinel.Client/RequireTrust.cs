using Sentinel.Client;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoints that run only if Sentinel allows it.</summary>
public static class RequireTrustExtensions
{
    /// <summary>
    /// Asks Sentinel before the endpoint runs. A browser that loads a page or sends a form goes to <see cref="SentinelOptions.StepUpPath"/>
    /// or <see cref="SentinelOptions.BlockedPath"/>. For any other request, CHALLENGE answers 403 with the code <c>challenge_required</c>
    /// and the <c>challengeId</c> to report. BLOCK answers 403 with <c>blocked</c>. If Sentinel does not answer, or has not since the
    /// log-in, <paramref name="whenUnavailable"/> decides; a CHALLENGE then has <c>degraded: true</c> instead of a <c>challengeId</c>, and
    /// <see cref="SentinelOptions.HasPassedStepUp"/> can allow the action. If the session has too many requests in progress to decide a
    /// HIGH action, the answer is 503 with <c>try_again</c>. With <c>log_in_required</c>, only a new log-in helps, because the session has
    /// ended or there is none in the browser.
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
        ActionName.Check(action);
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
                if (await TrustGate.Ask(context, sensitivity, action, whenUnavailable).ConfigureAwait(false) is { } refusal)
                    await refusal.ExecuteAsync(context).ConfigureAwait(false);
                else
                    await run(context).ConfigureAwait(false);
            };
        });
        return endpoint;
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sentinel.Client;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoints that only go on when Sentinel says so.</summary>
public static class RequireTrustExtensions
{
    /// <summary>
    /// Asks Sentinel before the endpoint runs. CHALLENGE answers 403 with the problem code <c>challenge_required</c>, and <c>challengeId</c> where a step-up can be
    /// reported; BLOCK answers 403 with <c>blocked</c>. Without a session, or with one that has ended, the answer is <c>challenge_required</c>.
    /// </summary>
    /// <typeparam name="TBuilder">An endpoint's or a group's builder.</typeparam>
    /// <param name="endpoint">A minimal API's endpoint, or a group of them.</param>
    /// <param name="sensitivity">How much the action could cost.</param>
    /// <param name="action">Its name in Sentinel's audit, 1–64 of <c>[A-Za-z0-9._:-]</c>.</param>
    /// <param name="whenUnavailable">What is decided when nothing is known; null takes <see cref="SentinelOptions.WhenUnavailable"/>.</param>
    public static TBuilder RequireTrust<TBuilder>(this TBuilder endpoint, Sensitivity sensitivity, string action, Decision? whenUnavailable = null)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            var session = context.RequestServices.GetRequiredService<IOptions<SentinelOptions>>().Value.FindSession(context);
            if (string.IsNullOrEmpty(session)) return ChallengeRequired(null);
            try
            {
                var decision = await context.RequestServices.GetRequiredService<SentinelClient>()
                    .EvaluateAsync(session, action, sensitivity, whenUnavailable, context.RequestAborted).ConfigureAwait(false);
                return decision.Decision switch
                {
                    Decision.Allow => await next(invocation).ConfigureAwait(false),
                    Decision.Challenge => ChallengeRequired(decision.ChallengeId),
                    _ => Refused("blocked", "This action was refused.", null),
                };
            }
            catch (SentinelException gone) when (gone.Code is "session_expired" or "session_ended")
            {
                return ChallengeRequired(null);
            }
        });

    private static ProblemHttpResult ChallengeRequired(Guid? challengeId) => Refused("challenge_required", "Prove who you are to go on.", challengeId);

    private static ProblemHttpResult Refused(string code, string detail, Guid? challengeId)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (challengeId is { } id) extensions["challengeId"] = id;
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden, extensions: extensions);
    }
}

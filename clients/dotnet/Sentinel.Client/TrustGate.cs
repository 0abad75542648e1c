using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sentinel.Client;

/// <summary>Asks Sentinel about an action, and answers for it if it may not run.</summary>
internal static class TrustGate
{
    /// <summary>The answer instead of the action; null lets it run.</summary>
    public static async Task<IResult?> Ask(HttpContext context, Sensitivity sensitivity, string action, Decision? whenUnavailable)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<SentinelOptions>>().Value;
        if (await Refusal(context, options, sensitivity, action, whenUnavailable).ConfigureAwait(false) is not { } refusal)
            return null;
        return options.OnRefused?.Invoke(context, refusal)
            ?? await RefusalResults.For(context, refusal, options).ConfigureAwait(false);
    }

    private static async Task<TrustRefusal?> Refusal(
        HttpContext context,
        SentinelOptions options,
        Sensitivity sensitivity,
        string action,
        Decision? whenUnavailable
    )
    {
        var back = ReturnAddress.Of(context.Request);
        TrustDecision decision;
        try
        {
            decision = await Evaluate(context, options, sensitivity, action, whenUnavailable).ConfigureAwait(false);
        }
        catch (SentinelException gone) when (gone.IsOver)
        {
            return new(TrustRefusal.ChallengeRequired, "Log in again to go on.") { ReturnUrl = back };
        }

        var id = decision.ChallengeId;
        return decision.Decision switch
        {
            Decision.Allow => null,
            Decision.Block => new(TrustRefusal.Blocked, id is null
                ? "This action was refused."
                : "This action was refused. Prove who you are to lift the block.") { ChallengeId = id, ReturnUrl = back },
            _ when decision.TryAgain =>
                new(TrustRefusal.TryAgain, "Too much of this session is under way at once. Try again.") { ReturnUrl = back },
            _ when id is null && options.HasPassedStepUp(context) => null,
            _ => new(TrustRefusal.ChallengeRequired, "Prove who you are to go on.")
            {
                ChallengeId = id,
                Degraded = id is null,
                ReturnUrl = back,
            },
        };
    }

    /// <summary>Decides in the user's session, and in a new one if it has expired and the site keeps what opens another.</summary>
    private static async Task<TrustDecision> Evaluate(
        HttpContext context,
        SentinelOptions options,
        Sensitivity sensitivity,
        string action,
        Decision? whenUnavailable
    )
    {
        var sentinel = context.RequestServices.GetRequiredService<SentinelClient>();
        if (options.FindSession(context) is { Length: > 0 } session)
        {
            try
            {
                return await In(session).ConfigureAwait(false);
            }
            catch (SentinelException gone) when (gone.IsExpired && SentinelUser.CanReopen(context))
            {
                // Below.
            }
        }

        var opened = await SentinelUser.Reopen(context, sentinel).ConfigureAwait(false);
        return opened is null ? sentinel.Fallback(whenUnavailable) : await In(opened).ConfigureAwait(false);

        Task<TrustDecision> In(string id) =>
            sentinel.EvaluateAsync(id, action, sensitivity, whenUnavailable, options.FindContext(context), context.RequestAborted);
    }
}

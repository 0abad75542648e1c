using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sentinel.Client;

/// <summary>Asks Sentinel about an action, and answers for it if it may not run.</summary>
internal static partial class TrustGate
{
    /// <summary>The answer instead of the action; null lets it run.</summary>
    public static async Task<IResult?> Ask(HttpContext context, Sensitivity sensitivity, string action, Decision? whenUnavailable)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<SentinelOptions>>().Value;
        // A way out must not lead to itself, where a whole group is protected.
        if (IsAt(context, options.StepUpPath) || IsAt(context, options.BlockedPath))
            return null;
        if (await Refusal(context, options, sensitivity, action, whenUnavailable).ConfigureAwait(false) is not { } refusal)
            return null;
        return options.OnRefused?.Invoke(context, refusal)
            ?? await RefusalResults.For(context, refusal, options).ConfigureAwait(false);
    }

    private static bool IsAt(HttpContext context, string? path) =>
        path is not null && context.Request.Path.Equals(new PathString(path), StringComparison.OrdinalIgnoreCase);

    private static async Task<TrustRefusal?> Refusal(
        HttpContext context,
        SentinelOptions options,
        Sensitivity sensitivity,
        string action,
        Decision? whenUnavailable
    )
    {
        var back = ReturnAddress.Of(context.Request);
        TrustDecision? decision;
        try
        {
            decision = await Evaluate(context, options, sensitivity, action, whenUnavailable, context.RequestAborted)
                .ConfigureAwait(false);
        }
        catch (SentinelException gone) when (gone.IsOver)
        {
            decision = null;
        }

        if (decision is null)
            return new(TrustRefusal.LogInRequired, "Log in again to go on.") { ReturnUrl = back };

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

    /// <summary>
    /// Decides in the user's session, and in a new one if it has expired, unless the site keeps sessions itself. Null if only a log-in
    /// helps, also where the browser has no session: whoever removes a cookie must not get the fallback instead of a decision.
    /// </summary>
    public static async Task<TrustDecision?> Evaluate(
        HttpContext context,
        SentinelOptions options,
        Sensitivity sensitivity,
        string action,
        Decision? whenUnavailable,
        CancellationToken cancel
    )
    {
        var sentinel = context.RequestServices.GetRequiredService<SentinelClient>();
        if (options.SessionOf(context) is { Length: > 0 } session)
        {
            try
            {
                return await In(session).ConfigureAwait(false);
            }
            catch (SentinelException gone) when (gone.IsExpired && options.FindSession is null)
            {
                // Below.
            }
        }

        if (options.FindSession is not null)
            return sentinel.Fallback(whenUnavailable);
        if (SiteSession.IsMissing(context))
            LogMissing(context.RequestServices.GetRequiredService<ILogger<SentinelClient>>());
        return await SiteSession.Reopen(context, sentinel).ConfigureAwait(false) switch
        {
            Opening.Done => await In(options.SessionOf(context)!).ConfigureAwait(false),
            Opening.Away => sentinel.Fallback(whenUnavailable),
            Opening.Crowded => new() { Decision = Decision.Challenge, Degraded = true, TryAgain = true },
            _ => null,
        };

        async Task<TrustDecision?> In(string id) =>
            await sentinel
                .EvaluateAsync(id, action, sensitivity, whenUnavailable, options.FindContext(context), cancel)
                .ConfigureAwait(false);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "A user is logged in without a session of Sentinel, and must log in again: call OpenSessionAsync(HttpContext, userId) at each "
            + "log-in, with the userId that SentinelOptions.FindUser finds (the claim NameIdentifier, or without one the identity's name)"
    )]
    private static partial void LogMissing(ILogger logger);
}

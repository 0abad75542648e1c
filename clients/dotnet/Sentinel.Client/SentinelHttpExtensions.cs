using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sentinel.Client;

/// <summary>
/// A user's way through a site with a cookie log-in: log-in, step-up, log-out. None of these calls fails because Sentinel is away.
/// </summary>
public static class SentinelHttpExtensions
{
    /// <summary>
    /// Opens a session for a user who has just proved their password, and keeps it in a protected cookie that counts for log-ins of this
    /// user alone. Names the device by another cookie. Call it at each log-in, before or after you sign the user in. If Sentinel is away,
    /// the user is let in, and the session is opened at the next protected action.
    /// </summary>
    /// <param name="sentinel">The client.</param>
    /// <param name="http">The request of the log-in.</param>
    /// <param name="userId">
    /// Your own name for the user: 1–128 of <c>[A-Za-z0-9._:@-]</c>, but not <c>.</c>, <c>..</c> or <c>-</c>; no personal data. It is what
    /// <see cref="SentinelOptions.FindUser"/> finds once the user is logged in.
    /// </param>
    /// <exception cref="SentinelException">Sentinel refused the call, such as a name that it does not accept.</exception>
    public static Task OpenSessionAsync(this SentinelClient sentinel, HttpContext http, string userId) =>
        SiteSession.Open(http, sentinel, userId);

    /// <summary>
    /// Reports the outcome of your step-up, on the page that <see cref="SentinelOptions.StepUpPath"/> names: the challenge is in the page's
    /// address. Call it for each try. A failed try, and a passed one whose challenge has failed or is missing, is reported to a new
    /// challenge. Limit the tries yourself as well: Sentinel takes those that are sent at once for one. If Sentinel is away, a passed
    /// step-up counts for five minutes in this browser.
    /// </summary>
    /// <param name="sentinel">The client.</param>
    /// <param name="http">The request with the user's answer.</param>
    /// <param name="passed">Whether the person proved who they are.</param>
    /// <param name="method">How: 1–64 of <c>[A-Za-z0-9._:-]</c>, such as <c>otp</c> or <c>webauthn</c>.</param>
    /// <returns>Where the user goes back to; always a path of this site, so you can redirect to it.</returns>
    public static async Task<string> ReportStepUpAsync(this SentinelClient sentinel, HttpContext http, bool passed, string method)
    {
        var isKnown = false;
        try
        {
            // A second failed try of one challenge would be taken for a repeated report of the first.
            isKnown = passed
                && Guid.TryParse(http.Request.Query[StepUp.ChallengeName], out var challenge)
                && challenge != Guid.Empty
                && await Report(sentinel, http, challenge, passed, method).ConfigureAwait(false);
            isKnown = isKnown || await ReportToNewChallenge(sentinel, http, passed, method).ConfigureAwait(false);
        }
        catch (SentinelException over) when (over.IsUnavailable || over.IsOver)
        {
            // The next action is decided anew.
            isKnown = over.IsOver;
        }

        if (passed && !isKnown)
            StepUp.Remember(http);

        return ReturnAddress.Checked(http.Request.Query[ReturnAddress.Name], http.Request);
    }

    /// <summary>Ends the user's session for good, at log-out. Call it before you sign the user out.</summary>
    /// <param name="sentinel">The client.</param>
    /// <param name="http">The request of the log-out.</param>
    public static async Task EndSessionAsync(this SentinelClient sentinel, HttpContext http)
    {
        var known = OptionsOf(http).FindSession is { } find ? find(http) : SiteSession.IdInBrowser(http);
        StepUp.Forget(http);
        SiteSession.Forget(http);
        if (known is { Length: > 0 } session)
            await SiteSession.End(sentinel, session).ConfigureAwait(false);
    }

    /// <summary>False if the challenge is of another session, or has an outcome.</summary>
    internal static async Task<bool> Report(SentinelClient sentinel, HttpContext http, Guid challenge, bool passed, string method)
    {
        if (OptionsOf(http).SessionOf(http) is not { Length: > 0 } session)
            return false;
        try
        {
            // Whoever closes the connection must not keep a failed try from being reported.
            await sentinel.ReportChallengeAsync(session, challenge, passed, method, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (SentinelException over) when (over.Code is "challenge_reported" or "challenge_unknown" or "session_expired")
        {
            return false;
        }
    }

    /// <summary>For a user who is allowed everything there is none, and nothing to report. False if Sentinel is away.</summary>
    private static async Task<bool> ReportToNewChallenge(SentinelClient sentinel, HttpContext http, bool passed, string method)
    {
        var decision = await TrustGate.Evaluate(
            http, OptionsOf(http), Sensitivity.High, "step_up", null, CancellationToken.None).ConfigureAwait(false);
        return decision?.ChallengeId is { } challenge
            ? await Report(sentinel, http, challenge, passed, method).ConfigureAwait(false)
            : decision is { Degraded: false };
    }

    private static SentinelOptions OptionsOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<SentinelOptions>>().Value;
}

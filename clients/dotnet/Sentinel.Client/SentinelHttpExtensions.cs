using System.Security.Claims;
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
    /// Opens a session for a user who has just proved their password, and notes it in the identity that you are about to sign in: the
    /// cookie of the log-in then carries it from page to page. Names the device by a cookie of its own. If Sentinel is away, the user is
    /// let in, and the session is opened at the next protected action.
    /// </summary>
    /// <param name="sentinel">The client.</param>
    /// <param name="http">The request of the log-in.</param>
    /// <param name="identity">The identity to sign in.</param>
    /// <param name="userId">
    /// Your own name for the user: 1–128 of <c>[A-Za-z0-9._:@-]</c>, but not <c>.</c>, <c>..</c> or <c>-</c>; no personal data.
    /// </param>
    /// <exception cref="SentinelException">Sentinel refused the call, such as a name that it does not accept.</exception>
    public static Task OpenSessionAsync(this SentinelClient sentinel, HttpContext http, ClaimsIdentity identity, string userId) =>
        SentinelUser.Open(http, sentinel, identity, userId);

    /// <summary>
    /// Reports the outcome of your step-up, on the page that <see cref="SentinelOptions.StepUpPath"/> names: the challenge is in the
    /// page's address. A passed step-up also counts for five minutes in this browser while Sentinel gives no answer.
    /// </summary>
    /// <param name="sentinel">The client.</param>
    /// <param name="http">The request with the user's answer.</param>
    /// <param name="passed">Whether the person proved who they are.</param>
    /// <param name="method">How: 1–64 of <c>[A-Za-z0-9._:-]</c>, such as <c>otp</c> or <c>webauthn</c>.</param>
    /// <returns>Where the user goes back to; always a path of this site, so you can redirect to it.</returns>
    public static async Task<string> ReportStepUpAsync(this SentinelClient sentinel, HttpContext http, bool passed, string method)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<SentinelOptions>>().Value;
        if (passed)
            StepUp.Remember(http);
        if (
            options.FindSession(http) is { Length: > 0 } session
            && Guid.TryParse(http.Request.Query[StepUp.ChallengeName], out var challenge)
        )
        {
            try
            {
                await sentinel.ReportChallengeAsync(session, challenge, passed, method, http.RequestAborted).ConfigureAwait(false);
            }
            catch (SentinelException over)
                when (over.IsUnavailable || over.IsOver || over.Code is "challenge_reported" or "challenge_unknown")
            {
                // The challenge or the session is over, or Sentinel is away: the next action is decided anew.
            }
        }

        return ReturnAddress.Checked(http.Request.Query[ReturnAddress.Name], http.Request);
    }

    /// <summary>Ends the user's session for good, at log-out. Call it before you sign the user out.</summary>
    /// <param name="sentinel">The client.</param>
    /// <param name="http">The request of the log-out.</param>
    public static async Task EndSessionAsync(this SentinelClient sentinel, HttpContext http)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<SentinelOptions>>().Value;
        StepUp.Forget(http);
        if (options.FindSession(http) is not { Length: > 0 } session)
            return;
        try
        {
            await sentinel.EndSessionAsync(session, http.RequestAborted).ConfigureAwait(false);
        }
        catch (SentinelException over) when (over.IsUnavailable || over.IsOver)
        {
            // It ends by itself after 30 idle minutes.
        }
    }
}

using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Sentinel.Client;

/// <summary>The address of Sentinel, and what happens when it is unavailable. Validated at start.</summary>
public sealed class SentinelOptions
{
    /// <summary>
    /// The address of Sentinel, such as <c>https://sentinel.internal</c>. Plain http is allowed to this machine, such as
    /// <c>http://localhost:8080</c>, or with <see cref="AllowPlainHttp"/>.
    /// </summary>
    [Required(ErrorMessage = "Sentinel:Endpoint is missing: set it to where Sentinel is, such as https://sentinel.internal.")]
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// Allows plain http to other machines, in a network that encrypts by itself, such as a service mesh. The key is sent over it.
    /// </summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>
    /// A key of scope <c>server</c>. Keep it out of source control. Surrounding white space, such as a line break, is removed.
    /// </summary>
    [Required(ErrorMessage = "Sentinel:ApiKey is missing: set it to a key of scope server.")]
    [RegularExpression(
        "[!-~]+",
        ErrorMessage = "Sentinel:ApiKey holds a blank, a control character or a letter that no key has: set it to the key alone."
    )]
    public string? ApiKey
    {
        get;
        set => field = value?.Trim();
    }

    /// <summary>How long an answer may take, 50 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10", ErrorMessage = "Sentinel:Timeout must be between 00:00:00.050 and 00:00:10.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The decision if the result is unknown and the call sets none: Sentinel or its hot state does not answer, Sentinel refuses the key,
    /// or the user has no session.
    /// </summary>
    public Decision WhenUnavailable { get; set; } = Decision.Challenge;

    /// <summary>
    /// Whether the user has passed the site's own step-up within the last minutes; by default, whether <c>ReportStepUpAsync</c> was told so
    /// in this browser in the last five. <c>RequireTrust</c> calls it in place of a degraded <c>challenge_required</c>: Sentinel then has
    /// no challenge to pass, so the site's step-up allows the action.
    /// </summary>
    public Func<HttpContext, bool> HasPassedStepUp { get; set; } = StepUp.IsRecent;

    /// <summary>
    /// The page of your step-up, such as <c>/step-up</c>. Browsers that load a page or send a form are sent there at CHALLENGE, with
    /// <c>challengeId</c> and <c>returnUrl</c> in the query; call <c>ReportStepUpAsync</c> there. Null shows a bare page instead. Programs,
    /// and scripts of pages, get a problem.
    /// </summary>
    [RegularExpression("/[^/\\\\].*", ErrorMessage = "Sentinel:StepUpPath must be a path of this site, such as /step-up.")]
    public string? StepUpPath { get; set; }

    /// <summary>
    /// The page that says that an action was refused, such as <c>/blocked</c>. Browsers are sent there at BLOCK, with <c>returnUrl</c> in
    /// the query, and <c>challengeId</c> if a step-up lifts the block. Null shows a bare page instead.
    /// </summary>
    [RegularExpression("/[^/\\\\].*", ErrorMessage = "Sentinel:BlockedPath must be a path of this site, such as /blocked.")]
    public string? BlockedPath { get; set; }

    /// <summary>
    /// What a client with a token (<c>Authorization: Bearer</c>) must do at CHALLENGE: it gets 401 with the error
    /// <c>insufficient_user_authentication</c> (RFC 9470) and the same problem as others. Null, the default, answers 403 to it too.
    /// </summary>
    public BearerStepUp? BearerStepUp { get; set; }

    /// <summary>Answers a refused action in your own way; null, or an answer of null, leaves it to the two paths above.</summary>
    public Func<HttpContext, TrustRefusal, IResult?>? OnRefused { get; set; }

    /// <summary>
    /// Where browsers reach Sentinel, such as <c>https://sentinel.example</c>; null if it is <see cref="Endpoint"/>. The page's script is
    /// loaded from there and sends there.
    /// </summary>
    public Uri? BrowserEndpoint { get; set; }

    /// <summary>Share of calls that must fail before none are made for <see cref="BreakDuration"/>, 0.05..1.</summary>
    [Range(0.05, 1, ErrorMessage = "Sentinel:FailureRatio must be between 0.05 and 1.")]
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>How long no calls are made after that, 500 ms to 5 min.</summary>
    [Range(
        typeof(TimeSpan),
        "00:00:00.500",
        "00:05:00",
        ErrorMessage = "Sentinel:BreakDuration must be between 00:00:00.500 and 00:05:00."
    )]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Your name at Sentinel for the user who is logged in: the <c>userId</c> that you give to <c>OpenSessionAsync</c>. By default the
    /// claim <see cref="ClaimTypes.NameIdentifier"/>, or the identity's name without one. A session counts only for the log-in of its user.
    /// </summary>
    public Func<ClaimsPrincipal, string?> FindUser { get; set; } =
        user => user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.Identity?.Name;

    /// <summary>
    /// The Sentinel session of a request, if your site keeps it itself. The browser must not be able to choose it. Null, the default, takes
    /// the session that <c>OpenSessionAsync(HttpContext, userId)</c> has opened.
    /// </summary>
    public Func<HttpContext, string?>? FindSession { get; set; }

    /// <summary>
    /// Where a request comes from, by default <see cref="UserContext.Of"/>; null leaves it out. <c>RequireTrust</c> sends it: another
    /// network or browser than the session's is evidence for an impostor. Behind a proxy, use forwarded headers, or every action seems to
    /// come from the proxy's network.
    /// </summary>
    public Func<HttpContext, UserContext?> FindContext { get; set; } = UserContext.Of;

    /// <summary>
    /// The known agent that has made a request which opens a session; null for people. Null, the default, declares none. Name only an agent
    /// that you have verified: what it may do is decided by Sentinel's policy, whatever its behaviour says. <c>AddDeclaredAgents</c> of
    /// the package Sentinel.Client.Agents sets it to check Web Bot Auth signatures.
    /// </summary>
    public Func<HttpContext, ValueTask<string?>>? FindDeclaredAgent { get; set; }

    internal string? SessionOf(HttpContext context) => FindSession is { } find ? find(context) : SiteSession.Of(context)?.Id;
}

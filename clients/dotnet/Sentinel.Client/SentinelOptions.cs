using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;

namespace Sentinel.Client;

/// <summary>Where Sentinel is and what happens when it is not. Validated at start.</summary>
public sealed class SentinelOptions
{
    /// <summary>The claim in which <see cref="FindSession"/> looks by default: add it when you sign a user in.</summary>
    public const string SessionClaim = "sentinel:session";

    /// <summary>
    /// Where Sentinel is, such as <c>https://sentinel.internal</c>; plain http on this machine, such as <c>http://localhost:8080</c>, or by
    /// <see cref="AllowPlainHttp"/>.
    /// </summary>
    [Required(ErrorMessage = "Sentinel:Endpoint is missing: set it to where Sentinel is, such as https://sentinel.internal.")]
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// Plain http to other machines too: where the network between encrypts by itself, such as a service mesh. The key is sent over it.
    /// </summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>
    /// A key of scope <c>server</c>. Keep it out of source control. The line break at the end of a mounted secret is none of it.
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
    /// What is decided when nothing is known, because Sentinel or its hot state is away, refuses the key, or the user has no session, where
    /// a call does not say.
    /// </summary>
    public Decision WhenUnavailable { get; set; } = Decision.Challenge;

    /// <summary>
    /// Whether the user has passed a step-up of the site's own within the last minutes; by default nobody has. Asked by <c>RequireTrust</c>
    /// where it would answer
    /// <c>challenge_required</c> because nothing is known: Sentinel has no challenge then that could be passed, so the site's own counts,
    /// and the action goes on.
    /// </summary>
    public Func<HttpContext, bool> HasPassedStepUp { get; set; } = _ => false;

    /// <summary>Share of calls that must fail before no more are made for <see cref="BreakDuration"/>, 0..1.</summary>
    [Range(0.05, 1, ErrorMessage = "Sentinel:FailureRatio must be between 0.05 and 1.")]
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>For how long no calls are made after that, 500 ms to 5 min.</summary>
    [Range(
        typeof(TimeSpan),
        "00:00:00.500",
        "00:05:00",
        ErrorMessage = "Sentinel:BreakDuration must be between 00:00:00.500 and 00:05:00."
    )]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The Sentinel session of a request; by default the user's <see cref="SessionClaim"/>. Must be nothing that the browser could choose.
    /// </summary>
    public Func<HttpContext, string?> FindSession { get; set; } = context => context.User.FindFirst(SessionClaim)?.Value;

    /// <summary>
    /// Where a request comes from, by default <see cref="UserContext.Of"/>; null makes nothing of it. <c>RequireTrust</c> hands it on, so
    /// that an action from another network or browser than the session's is doubted. Behind a proxy forwarded headers have to be in use, or
    /// every action seems to come from the proxy's network.
    /// </summary>
    public Func<HttpContext, UserContext?> FindContext { get; set; } = UserContext.Of;
}

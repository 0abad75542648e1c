namespace Sentinel.Client;

/// <summary>Why a protected action does not run, and what would let it.</summary>
/// <param name="Code"><c>challenge_required</c>, <c>log_in_required</c>, <c>blocked</c> or <c>try_again</c>.</param>
/// <param name="Detail">One sentence for the user.</param>
public sealed record TrustRefusal(string Code, string Detail)
{
    /// <summary>The challenge that a step-up passes; null if none can be reported.</summary>
    public Guid? ChallengeId { get; init; }

    /// <summary>Sentinel did not answer: the site's own step-up decides.</summary>
    public bool Degraded { get; init; }

    /// <summary>
    /// Where the user goes back to afterwards: the requested page or, for a form, the page that holds it. A path of this site.
    /// </summary>
    public required string ReturnUrl { get; init; }

    internal const string ChallengeRequired = "challenge_required";
    internal const string LogInRequired = "log_in_required";
    internal const string Blocked = "blocked";
    internal const string TryAgain = "try_again";
}

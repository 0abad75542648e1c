using System.ComponentModel.DataAnnotations;

namespace Sentinel.Client;

/// <summary>
/// The agents that a site knows, from <c>Sentinel:Agents</c>, and how their signatures are checked, from <c>Sentinel:AgentSignatures</c>.
/// Validated at start. Nothing is fetched from the network.
/// </summary>
public sealed class AgentSignatureOptions
{
    /// <summary>
    /// The agents by name, 1–64 of <c>[a-z0-9._-]</c>. The name is the site's own: the policy of Sentinel names it, too.
    /// </summary>
    public IDictionary<string, AgentOptions> Agents { get; } = new Dictionary<string, AgentOptions>(StringComparer.Ordinal);

    /// <summary>
    /// The authorities by which the public reaches this site, such as <c>shop.example</c> or <c>shop.example:8443</c>. A signature is for
    /// one of them. With one, it counts whatever a proxy makes of the request's host; with several, the request's host must be one of them,
    /// so use forwarded headers behind a proxy. Required: a request's host alone is what its sender says, and a signature for another site
    /// would count here.
    /// </summary>
    [MinLength(1, ErrorMessage = "Sentinel:AgentSignatures:Authorities is missing: set it to how the public reaches this site.")]
    public IList<string> Authorities { get; } = [];

    /// <summary>How long after <c>created</c> a signature counts, whatever it says of itself: 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Sentinel:AgentSignatures:MaxAge must be 1 s to 1 h.")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>By how much the agent's clock may differ from the site's, 0 to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage = "Sentinel:AgentSignatures:ClockSkew must be 0 to 5 min.")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a signature counts only with a <c>nonce</c>, and so only once. Without it, one that has no nonce can be sent again for
    /// <see cref="MaxAge"/>.
    /// </summary>
    public bool RequireNonce { get; set; }
}

/// <summary>An agent that a site knows.</summary>
public sealed class AgentOptions
{
    /// <summary>Its public keys. To rotate, add the new one, and remove the old one when the agent no longer signs with it.</summary>
    public IList<AgentKeyOptions> Keys { get; } = [];
}

/// <summary>
/// A public key as a JSON Web Key (RFC 7517): Ed25519, P-256, or RSA for PSS with SHA-512. Other members are not looked at.
/// </summary>
public sealed class AgentKeyOptions
{
    /// <summary>OKP, EC or RSA.</summary>
    public string? Kty { get; set; }

    /// <summary>Ed25519 or P-256.</summary>
    public string? Crv { get; set; }

    /// <summary>The point, or its x, in base64url.</summary>
    public string? X { get; set; }

    /// <summary>The point's y in base64url.</summary>
    public string? Y { get; set; }

    /// <summary>The modulus in base64url.</summary>
    public string? N { get; set; }

    /// <summary>The exponent in base64url.</summary>
    public string? E { get; set; }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sentinel.Client;

/// <summary>
/// Finds the known agent that has signed a request. <c>OpenSessionAsync(HttpContext, userId)</c> asks it by itself; a site that opens
/// sessions by hand passes its answer as <c>declaredAgent</c>.
/// </summary>
public sealed partial class DeclaredAgents
{
    private readonly AgentSignatures signatures;
    private readonly string[] authorities;
    private readonly IUsedNonces nonces;
    private readonly TimeProvider time;
    private readonly ILogger<DeclaredAgents> logger;

    /// <summary>For the services of a site; see <c>AddDeclaredAgents</c>.</summary>
    /// <param name="options">The agents and their keys.</param>
    /// <param name="nonces">The used nonces.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Says why a signature does not count.</param>
    public DeclaredAgents(
        IOptions<AgentSignatureOptions> options, IUsedNonces nonces, TimeProvider time, ILogger<DeclaredAgents> logger)
    {
        var given = options.Value;
        var keys = given.Agents
            .SelectMany(agent => agent.Value.Keys.Select(key => (Agent: agent.Key, Key: AgentKey.Of(key))))
            .ToDictionary(one => one.Key.Thumbprint, StringComparer.Ordinal);
        signatures = new(keys, given.MaxAge, given.ClockSkew, given.RequireNonce);
        authorities = [.. given.Authorities.Select(authority => authority.ToLowerInvariant())];
        (this.nonces, this.time, this.logger) = (nonces, time, logger);
    }

    /// <summary>
    /// The name of the agent; null if no known agent has signed the request. A signature that is wrong, expired, or of an unknown key gives
    /// null and a line in the log. Asked again about the same request, it answers the same.
    /// </summary>
    /// <param name="http">The request.</param>
    public async ValueTask<string?> FindAsync(HttpContext http)
    {
        if (http.Features.Get<Found>() is { } before)
            return before.Agent;
        var agent = await Find(http).ConfigureAwait(false);
        http.Features.Set(new Found(agent));
        return agent;
    }

    private async ValueTask<string?> Find(HttpContext http)
    {
        if (!http.Request.Headers.ContainsKey("Signature-Input"))
            return null;
        var (agent, refusal) = AuthorityOf(http.Request) is { } authority
            ? signatures.Check(SignedMessage.Of(http, authority), time.GetUtcNow())
            : (null, "the request's host is none of Sentinel:AgentSignatures:Authorities");
        if (agent is { Nonce: { } nonce } && !await nonces.TryUseAsync(nonce, agent.Until, http.RequestAborted).ConfigureAwait(false))
            (refusal, agent) = ($"that of {agent.Name} was used before", null);
        if (refusal is not null)
            LogRefused(refusal);
        return agent?.Name;
    }

    private string? AuthorityOf(HttpRequest request)
    {
        if (authorities is [var only])
            return only;
        var host = request.Host;
        var isDefault = host.Port is null || host.Port == (request.IsHttps ? 443 : 80);
        var given = isDefault ? host.Host : $"{host.Host}:{host.Port}";
        return authorities.FirstOrDefault(authority => authority.Equals(given, StringComparison.OrdinalIgnoreCase));
    }

    [LoggerMessage(LogLevel.Warning, "A Web Bot Auth signature does not count ({Why}): the session is opened without a declared agent")]
    private partial void LogRefused(string why);

    private sealed record Found(string? Agent);
}

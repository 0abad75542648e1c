using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sentinel.Client;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Lets a site tell Sentinel which known agent acts for a user.</summary>
public static partial class DeclaredAgentRegistration
{
    /// <summary>
    /// Checks the Web Bot Auth signature of each request that opens a session, and declares the agent whose it is. The agents' keys come
    /// from <c>Sentinel:Agents:&lt;name&gt;:Keys</c>, the rest from <c>Sentinel:AgentSignatures</c>, then from
    /// <paramref name="configure"/>. Missing or wrong options stop the site at its start.
    /// </summary>
    /// <param name="sentinel">What <c>AddSentinel</c> has returned.</param>
    /// <param name="configure">Sets options in code; null leaves them to the configuration.</param>
    public static IHttpClientBuilder AddDeclaredAgents(
        this IHttpClientBuilder sentinel, Action<AgentSignatureOptions>? configure = null)
    {
        var services = sentinel.Services;
        services
            .AddOptions<AgentSignatureOptions>()
            .BindConfiguration("Sentinel:AgentSignatures")
            .Configure<IConfiguration>((options, configuration) => configuration.GetSection("Sentinel:Agents").Bind(options.Agents))
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<AgentSignatureOptions>, Validation>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IUsedNonces>(provider => new UsedNoncesInMemory(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<DeclaredAgents>();
        services.PostConfigure<SentinelOptions>(options => options.FindDeclaredAgent ??=
            http => http.RequestServices.GetRequiredService<DeclaredAgents>().FindAsync(http));
        return sentinel;
    }

    [GeneratedRegex(@"^[a-z0-9._-]{1,64}\z")]
    private static partial Regex Name();

    private sealed class Validation : IValidateOptions<AgentSignatureOptions>
    {
        public ValidateOptionsResult Validate(string? name, AgentSignatureOptions options)
        {
            var faults = Faults(options).ToList();
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private static IEnumerable<string> Faults(AgentSignatureOptions options)
        {
            if (options.Agents.Count == 0)
                yield return "Sentinel:Agents is empty: name the agents that you know, with their keys, or do not call AddDeclaredAgents.";
            Dictionary<string, string> owners = [];
            foreach (var (agent, given) in options.Agents)
            {
                var path = $"Sentinel:Agents:{agent}";
                if (!Name().IsMatch(agent))
                    yield return $"{path}: a name is 1–64 of [a-z0-9._-].";
                if (given.Keys.Count == 0)
                    yield return $"{path}:Keys is empty: without a key, nobody can sign as this agent.";
                for (var i = 0; i < given.Keys.Count; i++)
                {
                    if (FaultOf(given.Keys[i], agent, owners) is { } fault)
                        yield return $"{path}:Keys:{i} {fault}.";
                }
            }
        }

        private static string? FaultOf(AgentKeyOptions given, string agent, Dictionary<string, string> owners)
        {
            try
            {
                var key = AgentKey.Of(given);
                return key.IsExample ? "is a key of the examples in RFC 9421, with which everybody can sign"
                    : owners.TryAdd(key.Thumbprint, agent) ? null
                    : $"is given twice, also for {owners[key.Thumbprint]}";
            }
            catch (FormatException wrong)
            {
                return wrong.Message;
            }
        }
    }
}

using Sentinel.Application.Access;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>Who calls, by the credential.</summary>
/// <param name="Tenant">The tenant whose data the caller sees.</param>
/// <param name="KeyId">The id of the API key, or of a person who signed in by OpenID Connect; null if neither is behind the call.</param>
/// <param name="Scopes">INGEST, SERVER, ADMIN, OPERATOR, ANALYST, METRICS, in this order.</param>
public sealed record CallerAnswer(string Tenant, Guid? KeyId, Scopes[] Scopes)
{
    internal static CallerAnswer Of(Caller caller) => new(caller.Tenant.Value, caller.Key, KeyAnswer.ListOf(caller.Scopes));
}

/// <summary>The policy that scores sessions now.</summary>
/// <param name="Name">That of the preset, or of the live version.</param>
/// <param name="Version">The <c>policyVersion</c> of its decisions.</param>
/// <param name="MediumThreshold">Minimum trust for an action of MEDIUM sensitivity, 0..1.</param>
/// <param name="HighThreshold">Minimum trust for an action of HIGH sensitivity, 0..1.</param>
/// <param name="BlockRisk">The risk at which a session is blocked: the posterior probability of a bot, 0..1.</param>
/// <param name="MaxBotLogOddsPerGroup">The most evidence for a bot that counts from one group of detectors, nats.</param>
/// <param name="MaxBlamePerWindow">The most evidence for a bot from one window of input, nats.</param>
public sealed record PolicyAnswer(
    string Name, int Version, double MediumThreshold, double HighThreshold, double BlockRisk, double MaxBotLogOddsPerGroup,
    double MaxBlamePerWindow)
{
    internal static PolicyAnswer Of(Policy policy) => new(
        policy.Name, policy.Version, policy.MediumThreshold, policy.HighThreshold, policy.BlockRisk, policy.MaxBotLogOddsPerGroup,
        policy.MaxBlamePerWindow);
}

using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Sentinel.Api.Errors;
using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;

namespace Sentinel.Api.Authentication;

/// <summary>Authenticates <c>Authorization: Bearer</c> with an API key or an ingest token.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeyCache keys,
    IIngestTokens tokens,
    Refusals refusals
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    private Problems refusal = Problems.Unauthorized;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();

        var credential = header[Prefix.Length..].Trim();
        return await CallerOf(credential) is { } caller
            ? AuthenticateResult.Success(new(new CallerPrincipal(caller), Scheme.Name))
            : AuthenticateResult.Fail(refusal.Code);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (refusal.Status == StatusCodes.Status401Unauthorized)
            Response.Headers.WWWAuthenticate = "Bearer";
        return refusal.Write(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.Forbidden.Write(Context);

    /// <summary>A token is verified without cold storage: an outage neither rejects a valid token nor accepts an expired one.</summary>
    private async ValueTask<Caller?> CallerOf(string credential)
    {
        if (IngestTokens.Resembles(credential))
        {
            var granted = tokens.Verify(credential, out var expired) ?? keys.Known(credential).Caller;
            if (granted is null && !expired)
                refusals.Note(Refusals.ForgedToken, TenantId.Default);
            return granted;
        }

        var finding = await keys.Find(credential);
        refusal = ApiKeyProblems.Of(finding.Status);
        refusals.Note(finding);
        return finding.Caller;
    }
}

using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Sentinel.Api.Errors;
using Sentinel.Application.Ports;

namespace Sentinel.Api.Authentication;

/// <summary><c>Authorization: Bearer</c> with an API key or an ingest token.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys, IIngestTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());

        var credential = header[Prefix.Length..].Trim();
        var caller = keys.Find(credential) ?? tokens.Verify(credential);
        return Task.FromResult(caller is null
            ? AuthenticateResult.Fail("unknown credential")
            : AuthenticateResult.Success(new(new CallerPrincipal(caller), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Unauthorized.Write(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.Forbidden.Write(Context);
}

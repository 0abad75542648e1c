using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Sentinel.Integration.Tests;

/// <summary>
/// An identity provider: OpenIddict on a loopback port, without a database. Whoever comes is signed in as <see cref="Subject"/>: at once,
/// or after a press on its page if it <see cref="Asks"/>.
/// </summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    public const string Client = "sentinel";

    /// <summary>What the link on its page says.</summary>
    public const string Consent = "Go on";

    private const string Secret = "the-secret-of-the-client";

    private readonly TemporaryFolder _folder = new();
    private readonly SigningCredentials _signing = NewKey();
    private readonly WebApplication _app;

    private IdentityProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode().UseAspNetCore().DisableTransportSecurityRequirement();
            server.SetAuthorizationEndpointUris("/authorize").SetTokenEndpointUris("/token");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().RegisterScopes(Scopes.Profile);
            server.AddSigningKey(_signing.Key).AddEphemeralEncryptionKey();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(Check));
            server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(SignIn));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(Check));
            server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseInlineHandler(Replace).SetOrder(int.MinValue));
        });
        File.WriteAllText(SecretFile, Secret + "\n");
        _app = builder.Build();
        _app.Use(Ask);
        _app.UseAuthentication();
    }

    /// <summary>Who signs in next.</summary>
    public string Subject { get; set; } = "";

    public IReadOnlyList<string> Roles { get; set; } = [];

    /// <summary>Changes the claims of the ID token and names the key that signs it; null leaves it as it is.</summary>
    public Func<JsonObject, SigningCredentials, SigningCredentials>? Forge { get; set; }

    /// <summary>
    /// Whether its page is shown first. A browser then goes back to the client from the provider's site; without a page, it is the client's
    /// own visit that passes the provider.
    /// </summary>
    public bool Asks { get; init; }

    public string Address => _app.Urls.First();

    /// <summary>The same by name. For a browser, that is another site than one at 127.0.0.1.</summary>
    public string AddressByName => Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>The file with the client's secret.</summary>
    public string SecretFile => Path.Combine(_folder.FullPath, "secret");

    public static async Task<IdentityProvider> Started(bool asks = false)
    {
        IdentityProvider provider = new() { Asks = asks };
        await provider._app.StartAsync();
        // The first answer takes OpenIddict seconds of processor time, and who signs in waits for it ten seconds at most.
        using HttpClient http = new();
        foreach (var path in new[] { "openid-configuration", "jwks" })
            await http.GetStringAsync(new Uri($"{provider.Address}/.well-known/{path}"));
        return provider;
    }

    public static SigningCredentials NewKey() =>
        new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") }, SecurityAlgorithms.RsaSha256);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private Task Ask(HttpContext context, RequestDelegate next)
    {
        const string answered = "&answered=true";
        var (path, query) = (context.Request.Path, context.Request.QueryString.Value!);
        if (!Asks || path != "/authorize" || query.EndsWith(answered, StringComparison.Ordinal))
            return next(context);
        context.Response.ContentType = "text/html; charset=utf-8";
        var address = HtmlEncoder.Default.Encode(path + query + answered);
        return context.Response.WriteAsync(
            $"<!doctype html><title>Provider</title><link rel=icon href=data:,><a href=\"{address}\">{Consent}</a>");
    }

    private static ValueTask Check(ValidateAuthorizationRequestContext context)
    {
        if (context.ClientId != Client || new Uri(context.RedirectUri!).AbsolutePath != "/signin/oidc/callback")
            context.Reject(Errors.InvalidClient);
        return default;
    }

    private static ValueTask Check(ValidateTokenRequestContext context)
    {
        if (context.Request.ClientId != Client || context.Request.ClientSecret != Secret)
            context.Reject(Errors.InvalidClient);
        return default;
    }

    private ValueTask SignIn(HandleAuthorizationRequestContext context)
    {
        ClaimsIdentity identity = new([new(Claims.Subject, Subject), .. Roles.Select(role => new Claim("roles", role))], "test");
        ClaimsPrincipal person = new(identity);
        person.SetScopes(context.Request.GetScopes());
        person.SetDestinations(_ => [Destinations.IdentityToken]);
        context.SignIn(person);
        return default;
    }

    private ValueTask Replace(ApplyTokenResponseContext context)
    {
        if (Forge is null || context.Response.IdToken is not { } token)
            return default;
        var claims = JsonNode.Parse(Base64UrlEncoder.Decode(new JsonWebToken(token).EncodedPayload))!.AsObject();
        var key = Forge(claims, _signing);
        JsonWebTokenHandler tokens = new() { SetDefaultTimesOnTokenCreation = false };
        context.Response.IdToken = tokens.CreateToken(claims.ToJsonString(), key);
        return default;
    }
}

using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Sentinel.Integration.Tests;

/// <summary>
/// An identity provider: OpenIddict on a loopback port, without a database. Whoever comes is signed in at once, as <see cref="Subject"/>.
/// </summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    public const string Client = "sentinel";

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
        _app.UseAuthentication();
    }

    /// <summary>Who signs in next.</summary>
    public string Subject { get; set; } = "";

    public IReadOnlyList<string> Roles { get; set; } = [];

    /// <summary>Changes the claims of the ID token and names the key that signs it; null leaves it as it is.</summary>
    public Func<JsonObject, SigningCredentials, SigningCredentials>? Forge { get; set; }

    public string Address => _app.Urls.First();

    /// <summary>The file with the client's secret.</summary>
    public string SecretFile => Path.Combine(_folder.FullPath, "secret");

    public static async Task<IdentityProvider> Started()
    {
        IdentityProvider provider = new();
        await provider._app.StartAsync();
        return provider;
    }

    public static SigningCredentials NewKey() =>
        new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") }, SecurityAlgorithms.RsaSha256);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
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

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Sentinel.Integration.Tests;

/// <summary>A transmitter of Shared Signals on a loopback port: its public keys, and tokens that it signs.</summary>
public sealed class SignalTransmitter : IAsyncDisposable
{
    /// <summary>Those of the examples in CAEP 1.0.</summary>
    public const string Issuer = "https://idp.example.com/123456789/", Audience = "https://sp.example.com/caep";

    public const string Caep = "https://schemas.openid.net/secevent/caep/event-type/";

    private readonly WebApplication _app;

    private SignalTransmitter()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/jwks", () => IsAway ? Results.StatusCode(500) : Results.Text(
            new JsonObject { ["keys"] = new JsonArray([.. Keys.Select(key => Public(key.Key))]) }.ToJsonString(), "application/json"));
    }

    public string KeysAddress => $"{_app.Urls.Single()}/jwks";

    /// <summary>Whether its keys cannot be read.</summary>
    public bool IsAway { get; set; }

    /// <summary>The keys that it publishes.</summary>
    public List<SigningCredentials> Keys { get; } = [NewKey()];

    public static async Task<SignalTransmitter> Started()
    {
        SignalTransmitter transmitter = new();
        await transmitter._app.StartAsync();
        return transmitter;
    }

    public static SigningCredentials NewKey() => new(
        new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Guid.NewGuid().ToString("N") },
        SecurityAlgorithms.EcdsaSha256);

    /// <summary>A token with one event, as its transmitter makes it unless told otherwise.</summary>
    /// <param name="type">The event's type, such as <c>session-revoked</c>.</param>
    /// <param name="subject">The token's <c>sub_id</c>.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="change">Changes the claims before they are signed.</param>
    /// <param name="key">The key; null for the first.</param>
    /// <param name="kind">The header's <c>typ</c>.</param>
    public string Token(
        string type, JsonObject subject, DateTimeOffset at, Action<JsonObject>? change = null, SigningCredentials? key = null,
        string kind = "secevent+jwt")
    {
        JsonObject claims = new()
        {
            ["iss"] = Issuer, ["jti"] = Guid.NewGuid().ToString("N"), ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ["aud"] = Audience, ["txn"] = "8675309", ["sub_id"] = subject,
            ["events"] = new JsonObject
            {
                [Caep + type] = new JsonObject
                {
                    ["initiating_entity"] = "policy", ["event_timestamp"] = at.ToUnixTimeMilliseconds() / 1_000.0,
                },
            },
        };
        change?.Invoke(claims);
        return Sign(claims, key, kind);
    }

    /// <summary>Any claims, signed.</summary>
    public string Sign(JsonObject claims, SigningCredentials? key = null, string kind = "secevent+jwt") =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            claims.ToJsonString(), key ?? Keys[0], new Dictionary<string, object> { ["typ"] = kind });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static JsonObject Public(SecurityKey key)
    {
        var full = JsonWebKeyConverter.ConvertFromECDsaSecurityKey((ECDsaSecurityKey)key);
        return new JsonObject { ["kty"] = full.Kty, ["crv"] = full.Crv, ["x"] = full.X, ["y"] = full.Y, ["kid"] = full.KeyId };
    }
}

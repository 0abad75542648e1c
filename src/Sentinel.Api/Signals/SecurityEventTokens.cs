using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sentinel.Api.Settings;

namespace Sentinel.Api.Signals;

/// <summary>
/// Checks Security Event Tokens (RFC 8417): the type, the signature by one of the transmitter's keys, issuer and audience. A token has no
/// end; what it reports happened at a time, which is what counts.
/// </summary>
internal sealed class SecurityEventTokens(TransmitterKeys keys)
{
    private static readonly string[] Types = ["secevent+jwt", "application/secevent+jwt"];

    /// <summary>Signatures only: a key that both sides know could also make tokens.</summary>
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = ReceivedToken.MaxLength };

    /// <returns>What the token says, or why it is refused; neither if its key cannot be told now.</returns>
    public async Task<(ReceivedToken? Token, SetError? Error)> Read(Transmitter transmitter, string token, CancellationToken cancel)
    {
        var result = await Validate(transmitter, token, anew: false, cancel);
        // The transmitter may have changed its key.
        if (result?.Exception is SecurityTokenSignatureKeyNotFoundException)
            result = await Validate(transmitter, token, anew: true, cancel);
        if (result is null)
            return (null, null);
        if (!result.IsValid)
            return (null, ErrorOf(result.Exception));
        try
        {
            using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(((JsonWebToken)result.SecurityToken).EncodedPayload));
            return (ReceivedToken.Of(payload.RootElement), null);
        }
        catch (FormatException wrong)
        {
            return (null, SetError.Request(wrong.Message));
        }
        catch (InvalidOperationException)
        {
            return (null, SetError.Request("A text of the token is no valid Unicode."));
        }
    }

    private async Task<TokenValidationResult?> Validate(Transmitter transmitter, string token, bool anew, CancellationToken cancel) =>
        await keys.Of(transmitter, anew, cancel) is not { } signing ? null : await handler.ValidateTokenAsync(token, new()
        {
            ValidTypes = Types,
            ValidAlgorithms = Algorithms,
            ValidIssuer = transmitter.Issuer,
            ValidAudience = transmitter.Audience,
            IssuerSigningKeys = signing,
            RequireExpirationTime = false,
            ValidateLifetime = false,
        });

    private static SetError ErrorOf(Exception why) => why switch
    {
        SecurityTokenInvalidIssuerException => new("invalid_issuer", "The token's iss is not the issuer of this transmitter."),
        SecurityTokenInvalidAudienceException => new("invalid_audience", "The token's aud does not hold this receiver's audience."),
        SecurityTokenInvalidTypeException => SetError.Request("The token's typ must be secevent+jwt."),
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException =>
            new("invalid_key", "The token is not signed by a key of this transmitter, or with an algorithm that is not taken."),
        _ => SetError.Request("The body is no Security Event Token."),
    };
}

using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;

namespace Sentinel.Integration.Tests;

/// <summary>A passkey without a browser: it signs what it is told to, also what no browser would.</summary>
/// <param name="counts">Whether it numbers its signatures; those that copy passkeys to several devices do not.</param>
internal sealed class SoftwareAuthenticator(bool counts = true) : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private uint _signatures;

    /// <summary>What a site keeps of it.</summary>
    public UserPasskeyInfo Kept => new(
        _id, PublicKey(), DateTimeOffset.UnixEpoch, 0, [], isUserVerified: true, isBackupEligible: false, isBackedUp: false, [], []);

    /// <summary>As <c>navigator.credentials.get(…).toJSON()</c>.</summary>
    public JsonObject Answer(JsonNode options, string origin, bool isVerified = true, bool isSigned = true)
    {
        var seen = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["type"] = "webauthn.get",
            ["challenge"] = (string)options["challenge"]!,
            ["origin"] = origin,
            ["crossOrigin"] = false,
        }.ToJsonString());
        var said = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes((string)options["rpId"]!), said);
        said[32] = (byte)(Present | (isVerified ? Verified : 0));
        BinaryPrimitives.WriteUInt32BigEndian(said.AsSpan(33), counts ? ++_signatures : 0);
        byte[] signed = isSigned ? [.. said, .. SHA256.HashData(seen)] : [0];
        var signature = _key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new()
        {
            ["id"] = Base64Url.EncodeToString(_id),
            ["rawId"] = Base64Url.EncodeToString(_id),
            ["type"] = "public-key",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = new JsonObject
            {
                ["clientDataJSON"] = Base64Url.EncodeToString(seen),
                ["authenticatorData"] = Base64Url.EncodeToString(said),
                ["signature"] = Base64Url.EncodeToString(signature),
            },
        };
    }

    public void Dispose() => _key.Dispose();

    /// <summary>A COSE key (RFC 9053): an elliptic curve's, ES256, P-256, x and y.</summary>
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32, .. point.X!, 0x22, 0x58, 32, .. point.Y!];
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Sentinel.Client;

/// <summary>A public key of an agent.</summary>
/// <param name="algorithm">Its name in RFC 9421.</param>
/// <param name="thumbprint">The key's SHA-256 in base64url (RFC 7638, RFC 8037): the <c>keyid</c> of its signatures.</param>
/// <param name="verify">Whether a signature of a message is this key's.</param>
internal sealed class AgentKey(string algorithm, string thumbprint, Func<byte[], byte[], bool> verify)
{
    private const int FewestRsaBits = 2048;

    /// <summary>The keys of the examples in RFC 9421: everybody can sign with them.</summary>
    private static readonly HashSet<string> Examples =
    [
        "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U",
        "oD0HwocPBSfpNy5W3bpJeyFGY_IQ_YpqxSjQ3Yd-CLA",
        "ydQXMtvbsOsZyFir-Y7A8t7fKEM1gbKPvyFkdpu4fvI",
    ];

    public string Algorithm { get; } = algorithm;

    public string Thumbprint { get; } = thumbprint;

    public bool IsExample => Examples.Contains(Thumbprint);

    public bool Verifies(byte[] message, byte[] signature) => verify(message, signature);

    /// <exception cref="FormatException">It is no key, or of a kind that is not taken.</exception>
    public static AgentKey Of(AgentKeyOptions key)
    {
        try
        {
            return (key.Kty, key.Crv) switch
            {
                ("OKP", "Ed25519") => Ed25519Key(key),
                ("EC", "P-256") => P256Key(key),
                ("RSA", _) => RsaKey(key),
                _ => throw new FormatException("must be of kty OKP with crv Ed25519, EC with crv P-256, or RSA"),
            };
        }
        catch (CryptographicException wrong)
        {
            throw new FormatException("is no public key", wrong);
        }
    }

    private static AgentKey Ed25519Key(AgentKeyOptions key)
    {
        var point = Bytes(key.X, "x", Ed25519.PublicKeySize);
        if (!Ed25519.ValidatePublicKeyFull(point, 0))
            throw new FormatException("is no point of Ed25519 that signs");
        return new("ed25519", ThumbprintOf($$"""{"crv":"Ed25519","kty":"OKP","x":"{{key.X}}"}"""), (message, signature) =>
            signature.Length == Ed25519.SignatureSize && Ed25519.Verify(signature, 0, point, 0, message, 0, message.Length));
    }

    private static AgentKey P256Key(AgentKeyOptions key)
    {
        const int Size = 32;
        ECParameters parameters = new()
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Bytes(key.X, "x", Size), Y = Bytes(key.Y, "y", Size) },
        };
        ECDsa.Create(parameters).Dispose();
        var thumbprint = ThumbprintOf($$"""{"crv":"P-256","kty":"EC","x":"{{key.X}}","y":"{{key.Y}}"}""");
        return new("ecdsa-p256-sha256", thumbprint, (message, signature) =>
        {
            using var ecdsa = ECDsa.Create(parameters);
            return ecdsa.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        });
    }

    private static AgentKey RsaKey(AgentKeyOptions key)
    {
        RSAParameters parameters = new() { Modulus = Bytes(key.N, "n"), Exponent = Bytes(key.E, "e") };
        using (var whole = RSA.Create(parameters))
        {
            if (whole.KeySize < FewestRsaBits)
                throw new FormatException($"must have at least {FewestRsaBits} bits");
        }

        return new("rsa-pss-sha512", ThumbprintOf($$"""{"e":"{{key.E}}","kty":"RSA","n":"{{key.N}}"}"""), (message, signature) =>
        {
            using var rsa = RSA.Create(parameters);
            return rsa.VerifyData(message, signature, HashAlgorithmName.SHA512, RSASignaturePadding.Pss);
        });
    }

    private static string ThumbprintOf(string canonical) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)));

    private static byte[] Bytes(string? text, string member, int? size = null)
    {
        if (text is not { Length: > 0 } || !Base64Url.IsValid(text) || text.Contains('=', StringComparison.Ordinal))
            throw new FormatException($"needs {member} in base64url");
        var bytes = Base64Url.DecodeFromChars(text);
        return size is null || bytes.Length == size ? bytes : throw new FormatException($"needs {member} of {size} bytes");
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Sentinel.Client;

namespace Sentinel.Integration.Tests;

/// <summary>An agent that signs its requests as the draft of Web Bot Auth says.</summary>
internal sealed class AgentSigner
{
    private readonly byte[] _seed;

    public AgentSigner(int seed)
    {
        _seed = SHA256.HashData(BitConverter.GetBytes(seed));
        var point = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(_seed, 0, point, 0);
        X = Base64Url.EncodeToString(point);
        KeyId = AgentKey.Of(new() { Kty = "OKP", Crv = "Ed25519", X = X }).Thumbprint;
    }

    public string X { get; }

    public string KeyId { get; }

    /// <summary>What is signed, and the parameters; a test changes one.</summary>
    public sealed record Signing(string Authority, DateTimeOffset Created)
    {
        public string Components { get; init; } = "\"@authority\" \"signature-agent\";key=\"sig1\"";

        public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(1);

        public string? Nonce { get; init; } = Guid.NewGuid().ToString("N");

        public string Tag { get; init; } = "web-bot-auth";

        public string Algorithm { get; init; } = "ed25519";
    }

    /// <summary>The three headers of a request.</summary>
    public IReadOnlyDictionary<string, string> Headers(Signing what)
    {
        const string Agent = "\"https://agent.example\"";
        var nonce = what.Nonce is null ? "" : $";nonce=\"{what.Nonce}\"";
        var input = $"({what.Components});created={what.Created.ToUnixTimeSeconds()}"
            + $";expires={(what.Created + what.Lifetime).ToUnixTimeSeconds()};keyid=\"{KeyId}\";alg=\"{what.Algorithm}\"{nonce}"
            + $";tag=\"{what.Tag}\"";
        var lines = what.Components.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(component => $"{component}: {(component == "\"@authority\"" ? what.Authority : Agent)}");
        var text = string.Join('\n', lines.Append($"\"@signature-params\": {input}"));
        var message = Encoding.ASCII.GetBytes(text);
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_seed, 0, message, 0, message.Length, signature, 0);
        return new Dictionary<string, string>
        {
            ["Signature-Agent"] = $"sig1={Agent}",
            ["Signature-Input"] = $"sig1={input}",
            ["Signature"] = $"sig1=:{Convert.ToBase64String(signature)}:",
        };
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Sentinel.Client;

/// <summary>
/// Checks Web Bot Auth signatures (draft-meunier-web-bot-auth-architecture, draft-ietf-webbotauth-httpsig-protocol; RFC 9421) against the
/// keys that the site has. Pure, but for the nonces, which the caller keeps.
/// </summary>
/// <param name="agents">The name of the agent and its key, by the key's thumbprint.</param>
/// <param name="maxAge">How long after its creation a signature counts.</param>
/// <param name="skew">By how much clocks may differ.</param>
/// <param name="requireNonce">Whether a nonce is needed.</param>
internal sealed class AgentSignatures(
    IReadOnlyDictionary<string, (string Agent, AgentKey Key)> agents, TimeSpan maxAge, TimeSpan skew, bool requireNonce)
{
    private const string Tag = "web-bot-auth";

    /// <summary>A day before the last time that .NET knows.</summary>
    private const long LastSecond = 253_402_300_799 - 86_400;

    /// <summary>More signatures of one request are not looked at: each costs as much as a log-in may cost.</summary>
    private const int MostChecked = 4;

    /// <summary>The agent whose signature the request has; otherwise why not. Both are null if it has no such signature.</summary>
    public (SignedAgent? Agent, string? Refusal) Check(SignedMessage message, DateTimeOffset now)
    {
        try
        {
            if (message.Field("Signature-Input") is not { } inputs)
                return default;
            var signatures = message.Field("Signature") is { } given ? FieldReader.Dictionary(given) : [];
            string? refusal = null;
            foreach (var (label, member) in FieldReader.Dictionary(inputs).Where(IsOurs).Take(MostChecked))
            {
                if (signatures.FirstOrDefault(one => one.Key == label).Value is not FieldItem { Value: byte[] signature })
                    refusal = "it has no bytes";
                else if (Refuse((FieldList)member, signature, message, now, out var agent) is { } why)
                    refusal = why;
                else
                    return (agent, null);
            }

            return (null, refusal);
        }
        catch (FormatException malformed)
        {
            return (null, $"it cannot be read: {malformed.Message}");
        }
    }

    private static bool IsOurs(KeyValuePair<string, FieldMember> member) =>
        member.Value is FieldList && member.Value.Parameter("tag") is Tag;

    /// <summary>Why a signature does not count; null if it does.</summary>
    private string? Refuse(FieldList input, byte[] signature, SignedMessage message, DateTimeOffset now, out SignedAgent? agent)
    {
        agent = null;
        if (input.Parameter("keyid") is not string keyId || !agents.TryGetValue(keyId, out var known))
            return "its key is not one of Sentinel:Agents";
        if (input.Parameter("alg") is { } algorithm && (algorithm as string) != known.Key.Algorithm)
            return $"the key of {known.Agent} has another algorithm";
        if (Times(input, now, out var until) is { } late)
            return $"that of {known.Agent} {late}";
        if (!Covers(input, "@authority") && !Covers(input, "@target-uri"))
            return $"that of {known.Agent} does not say for which site it is";
        if (message.Field("Signature-Agent") is not null && !Covers(input, "signature-agent"))
            return $"that of {known.Agent} does not cover Signature-Agent";
        var nonce = input.Parameter("nonce") as string;
        if (nonce is null && (requireNonce || input.Parameter("nonce") is not null))
            return $"that of {known.Agent} has no nonce";
        if (!known.Key.Verifies(message.BaseOf(input), signature))
            return $"it is not by {known.Agent}, or not of this request";
        agent = new(known.Agent, nonce is null ? null : OneOf(keyId, nonce), until);
        return null;
    }

    /// <summary>Of one length, however long the nonce is.</summary>
    private static string OneOf(string keyId, string nonce) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes($"{keyId} {nonce}")));

    private string? Times(FieldList input, DateTimeOffset now, out DateTimeOffset until)
    {
        until = default;
        if (input.Parameter("created") is not (long and >= 0 and <= LastSecond and var created)
            || input.Parameter("expires") is not (long and >= 0 and <= LastSecond and var expires))
            return "does not say when it was made and when it expires";
        var (from, to) = (DateTimeOffset.FromUnixTimeSeconds(created), DateTimeOffset.FromUnixTimeSeconds(expires));
        var end = to < from + maxAge ? to : from + maxAge;
        until = end + skew;
        return to <= from ? "expires before it was made"
            : now < from - skew ? "was made in the future"
            : now >= until ? "has expired"
            : null;
    }

    private static bool Covers(FieldList input, string component) =>
        input.Items.Any(item => item.Value is string name && name == component);
}

/// <summary>An agent whose signature counts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Nonce">What may be used once; null if the signature has no nonce.</param>
/// <param name="Until">When the signature no longer counts.</param>
internal sealed record SignedAgent(string Name, string? Nonce, DateTimeOffset Until);

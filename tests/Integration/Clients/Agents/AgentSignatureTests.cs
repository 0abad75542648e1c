using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Client;

namespace Sentinel.Integration.Tests;

/// <summary>Web Bot Auth signatures: those of others, and those with a fault.</summary>
public sealed class AgentSignatureTests
{
    private const string Acme = "acme-shopper";

    private static readonly DateTimeOffset Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AgentSigner Signer = new(1);

    /// <summary>The draft's vectors expire long after the keys' test: within the validity that they state, each counts.</summary>
    [Theory]
    [InlineData(
        "agent2=\"https://signature-agent.test\"",
        "sig2=(\"@authority\" \"signature-agent\";key=\"agent2\");created=1735689600"
            + ";keyid=\"poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U\""
            + ";alg=\"ed25519\";expires=4889289600;nonce=\"n9p433xm+NJ3ph3upfBIGmsuwHw387YV7Q/F+6BSpGCVjYCqQw6rznNA"
            + "8PVVLySrAWsv0hQtFioQb6E1Y"
            + "sauiA==\";tag=\"web-bot-auth\"",
        "sig2=:RdNFx5Bj6au3YgAMQL/RzmUlZE8QZLIaXGRpw985hWnwPfMxT228NMk6ehRS1PSl4e8PhbNZACSanGdhEwYCCg==:")]
    [InlineData(
        "\"https://signature-agent.test\"",
        "sig2=(\"@authority\" \"signature-agent\");created=1735689600;keyid=\"poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U\""
            + ";alg=\"ed25519\";expires=1735693200;nonce=\"e8N7S2MFd/qrd6T2R3tdfAuuANngKI7LFtKYI/vowzk4lAZYadIX6wW2"
            + "5MwG7DCT9RUKAJ0qVkU0mEeLE"
            + "lW1qg==\";tag=\"web-bot-auth\"",
        "sig2=:jdq0SqOwHdyHr9+r5jw3iYZH6aNGKijYp/EstF4RQTQdi5N5YYKrD+mCT1HA1nZDsi6nJKuHxUi/5Syp3rLWBA==:")]
    [InlineData(
        null,
        "sig1=(\"@authority\");created=1735689600;keyid=\"poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U\";alg=\"ed25519\""
            + ";expires=4889289600;nonce=\"zIW8+cdmA3vdYagbxojpONwa/l0EKJ/O3/wD486VvsQjO/RxPaSt6ZxvQaMcQzNnqKN/mQ6hpGiFro2L2qkz5A==\""
            + ";tag=\"web-bot-auth\"",
        "sig1=:QKN4fTdIYfh82fvoZCQiQA1weuozfCS/Led2zTMbewMMqH8PI2Wsy/5c4ao6B6D09nraNQdBNOADg8aM1MqfCg==:")]
    [InlineData(
        "agent2=\"https://signature-agent.test\"",
        "sig2=(\"@authority\" \"signature-agent\";key=\"agent2\");created=1735689600"
            + ";keyid=\"oD0HwocPBSfpNy5W3bpJeyFGY_IQ_YpqxSjQ3Yd-CLA\""
            + ";alg=\"rsa-pss-sha512\";expires=4889289600;nonce=\"wcfPQPh7SzkvrIVvhD00vNk9PkxJNY2NVbYl2PVBB4zmUoluSwE7W6bPtF60QA3k8g06FU7PP"
            + "CD+J58YofY1zg==\";tag=\"web-bot-auth\"",
        "sig2=:gHzpLNeHaHIO19NaJH9YMW5dcVSi2s0wOMBr6p18vcofS106sfC4KBIS0/szPlBBd1vIcyQ88B6CTEWIhRAiVrb9zfX0mx1aG12CSGWcYkSirHeyTxhbuJvXd"
            + "27ed6skWoy4PjXItq38936ivUQjfdIwXh1aX6HxkAC3vRnEdSNfntkLWeEuIQ5BLIOBGE39fSwg27Qjq6OVWYas/9/aFUr3HA34M"
            + "XWYdp+//cvlEKDp3kRoLOw9ro0"
            + "AOr6srHrTeEtxon2afcws1aZVSlPdd2fZSEIGmw9HAHLDCEkFTERu1gH2k/zIEqgy7CAYXI9E5slog0cLg/Vc6+f8gih33g==:")]
    public void Check_OfTheDraftsVectors_FindsTheAgentAndRefusesEveryOtherByte(string? agent, string input, string signature)
    {
        AgentSignatures signatures = new(
            new[] { RfcVectors.Ed25519, RfcVectors.Rsa }.Select(AgentKey.Of).ToDictionary(key => key.Thumbprint, key => (Acme, key)),
            TimeSpan.FromMinutes(5), TimeSpan.Zero, requireNonce: true);
        var created = DateTimeOffset.FromUnixTimeSeconds(1735689600);
        var (found, refusal) = signatures.Check(Message("example.com", agent, input, signature), created.AddMinutes(1));
        Assert.Equal((Acme, null), (found?.Name, refusal));
        Assert.Null(signatures.Check(Message("example.org", agent, input, signature), created.AddMinutes(1)).Agent);
        Assert.Null(signatures.Check(Message("example.com", agent, input, signature), created.AddMinutes(5)).Agent);
        var other = signature.Replace("=:", "=:AAAA", StringComparison.Ordinal);
        Assert.Null(signatures.Check(Message("example.com", agent, input, other), created.AddMinutes(1)).Agent);
        Assert.Null(signatures.Check(
            Message("example.com", agent, input.Replace(";nonce=\"", ";nonce=\"x", StringComparison.Ordinal), signature),
            created.AddMinutes(1)).Agent);
    }

    /// <summary>RFC 9421, B.2.6 and B.2.3: the base of a request with other components.</summary>
    [Theory]
    [InlineData(
        true,
        "sig=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473"
            + ";keyid=\"test-key-ed25519\"",
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==")]
    [InlineData(
        false,
        "sig=(\"date\" \"@method\" \"@path\" \"@query\" \"@authority\" \"content-type\" \"content-digest\" \"content-length\")"
            + ";created=1618884473;keyid=\"test-key-rsa-pss\"",
        "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8D"
            + "Fll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ip"
            + "wvKvfrs65ldmlu9bpG6A9BmzhuzF8"
            + "Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==")]
    public void Base_OfTheRfcsRequest_IsWhatWasSigned(bool isEd25519, string input, string signature)
    {
        HeaderDictionary headers = new()
        {
            ["Date"] = "Tue, 20 Apr 2021 02:07:55 GMT",
            ["Content-Type"] = "application/json",
            ["Content-Digest"] = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
            ["Content-Length"] = "18",
        };
        SignedMessage message = new("POST", "https", "example.com", "/foo?param=Value&Pet=dog", headers);
        var list = (FieldList)FieldReader.Dictionary(input).Single().Value;
        var key = AgentKey.Of(isEd25519 ? RfcVectors.Ed25519 : RfcVectors.Rsa);
        Assert.True(key.Verifies(message.BaseOf(list), Convert.FromBase64String(signature)));
        Assert.False(key.Verifies((message with { Method = "PUT" }).BaseOf(list), Convert.FromBase64String(signature)));
    }

    /// <summary>RFC 9421, B.2.4.</summary>
    [Fact]
    public void P256_OfTheRfcsResponse_Verifies()
    {
        const string Base = "\"@status\": 200\n\"content-type\": application/json\n\"content-digest\": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM"
            + "1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:\n"
            + "\"content-length\": 23\n\"@signature-params\": (\"@status\" "
            + "\"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-ecc-p256\"";
        var signature = Convert.FromBase64String(
            "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==");
        var key = AgentKey.Of(RfcVectors.P256);
        Assert.True(key.Verifies(Encoding.ASCII.GetBytes(Base), signature));
        Assert.False(key.Verifies(Encoding.ASCII.GetBytes(Base + " "), signature));
        Assert.False(key.Verifies(Encoding.ASCII.GetBytes(Base), [1, 2, 3]));
    }

    [Fact]
    public void Thumbprints_AreThoseThatTheDraftStates()
    {
        Assert.Equal(RfcVectors.Ed25519Thumbprint, AgentKey.Of(RfcVectors.Ed25519).Thumbprint);
        Assert.Equal(RfcVectors.RsaThumbprint, AgentKey.Of(RfcVectors.Rsa).Thumbprint);
        Assert.All(new[] { RfcVectors.Ed25519, RfcVectors.Rsa, RfcVectors.P256 }, key => Assert.True(AgentKey.Of(key).IsExample));
    }

    public static TheoryData<string, bool> Faults => new()
    {
        { "none", true }, { "another authority", false }, { "expired", false }, { "too old", false }, { "of the future", false },
        { "ends before it begins", false }, { "no authority", false }, { "agent not covered", false }, { "another tag", false },
        { "another algorithm", false }, { "no nonce", false }, { "unknown key", false }, { "unknown component", false },
        { "component twice", false }, { "within the skew", true },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_OfASignatureWithAFault_FindsNobody(string fault, bool counts)
    {
        AgentSigner.Signing right = new("shop.example", Now.AddSeconds(-10));
        var signing = fault switch
        {
            "another authority" => right with { Authority = "other.example" },
            "expired" => right with { Created = Now.AddMinutes(-3) },
            "too old" => right with { Created = Now.AddMinutes(-6), Lifetime = TimeSpan.FromHours(1) },
            "of the future" => right with { Created = Now.AddMinutes(1) },
            "within the skew" => right with { Created = Now.AddSeconds(20) },
            "ends before it begins" => right with { Lifetime = TimeSpan.FromSeconds(-1) },
            "no authority" => right with { Components = "\"signature-agent\";key=\"sig1\"" },
            "agent not covered" => right with { Components = "\"@authority\"" },
            "another tag" => right with { Tag = "web-bot" },
            "another algorithm" => right with { Algorithm = "rsa-pss-sha512" },
            "no nonce" => right with { Nonce = null },
            "unknown component" => right with { Components = right.Components + " \"@query-param\";name=\"x\"" },
            "component twice" => right with { Components = "\"@authority\" \"@authority\" \"signature-agent\";key=\"sig1\"" },
            _ => right,
        };
        var headers = (fault == "unknown key" ? new AgentSigner(2) : Signer).Headers(signing);
        var (agent, refusal) = Known().Check(
            Message("shop.example", headers["Signature-Agent"], headers["Signature-Input"], headers["Signature"]), Now);
        Assert.Equal(counts ? Acme : null, agent?.Name);
        Assert.Equal(counts || fault == "another tag", refusal is null);
    }

    [Theory]
    [InlineData("sig1"), InlineData("sig1=("), InlineData("sig1=(\"a\"\"b\")"), InlineData("sig1=();tag=\"web-bot-auth"), InlineData("=()")]
    [InlineData("sig1=();tag=\"web-bot-auth\","), InlineData("sig1=(),sig1=()"), InlineData("sig1=();a=1;a=2"), InlineData("sig1=();a=1.5")]
    [InlineData("sig1=();created=99999999999999999999"), InlineData("sig1=:a:"), InlineData("Sig1=()"), InlineData("sig1=(\"é\")")]
    public void Check_OfAHeaderThatCannotBeRead_FindsNobody(string input)
    {
        var (agent, _) = Known().Check(Message("shop.example", null, input, "sig1=:AAAA:"), Now);
        Assert.Null(agent);
        Assert.Null(Known().Check(Message("shop.example", null, "sig1=();tag=\"web-bot-auth\"", input), Now).Agent);
        Assert.Null(Known().Check(Message("shop.example", null, new string('a', SignedMessage.LongestField + 1), ""), Now).Agent);
    }

    /// <summary>Whatever bytes are changed in a signed request, it is not taken for the agent's.</summary>
    [Fact]
    public void Check_OfAnyChange_FindsNobody()
    {
        Random random = new(5);
        var headers = Signer.Headers(new("shop.example", Now));
        var input = headers["Signature-Input"];
        for (var i = 0; i < 400; i++)
        {
            var changed = input.ToCharArray();
            changed[random.Next("sig1=".Length, changed.Length)] = (char)random.Next(33, 127);
            if (new string(changed) == input)
                continue;
            Assert.Null(Known().Check(
                Message("shop.example", headers["Signature-Agent"], new(changed), headers["Signature"]), Now).Agent);
        }
    }

    [Fact]
    public async Task Nonce_CountsOnceUntilItsSignatureExpires()
    {
        FakeTimeProvider time = new(Now);
        UsedNoncesInMemory nonces = new(time, capacity: 2);
        Assert.True(await nonces.TryUseAsync("a", Now.AddMinutes(1), default));
        Assert.False(await nonces.TryUseAsync("a", Now.AddMinutes(1), default));
        Assert.True(await nonces.TryUseAsync("b", Now.AddMinutes(2), default));
        Assert.False(await nonces.TryUseAsync("c", Now.AddMinutes(2), default));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await nonces.TryUseAsync("c", Now.AddMinutes(3), default));
        Assert.False(await nonces.TryUseAsync("b", Now.AddMinutes(3), default));
    }

    private static AgentSignatures Known()
    {
        var key = AgentKey.Of(new() { Kty = "OKP", Crv = "Ed25519", X = Signer.X });
        return new(
            new Dictionary<string, (string, AgentKey)> { [key.Thumbprint] = (Acme, key) },
            TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30), requireNonce: true);
    }

    private static SignedMessage Message(string authority, string? agent, string input, string signature)
    {
        HeaderDictionary headers = new() { ["Signature-Input"] = input, ["Signature"] = signature };
        if (agent is not null)
            headers["Signature-Agent"] = agent;
        return new("GET", "https", authority, "/path/to/resource", headers);
    }
}

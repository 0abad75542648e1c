using Microsoft.Playwright;

namespace Sentinel.Browser.Tests;

/// <summary>Chromium's own authenticator, as one built into the visitor's computer. It answers at once.</summary>
public sealed class VirtualAuthenticator
{
    private readonly ICDPSession _line;
    private readonly string _id;

    private VirtualAuthenticator(ICDPSession line, string id) => (_line, _id) = (line, id);

    /// <summary>For this tab, whatever page it shows.</summary>
    public static async Task<VirtualAuthenticator> In(IPage page)
    {
        var line = await page.Context.NewCDPSessionAsync(page);
        await line.SendAsync("WebAuthn.enable");
        var added = await line.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new(line, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>
    /// Whether the person shows that they are its owner. If not, the browser tells the page what it tells of a closed dialog.
    /// </summary>
    public Task VerifyPerson(bool isOwner) =>
        _line.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = _id, ["isUserVerified"] = isOwner });

    /// <summary>The ids of its passkeys, in base64url.</summary>
    public async Task<IReadOnlyList<string>> Passkeys()
    {
        var kept = await _line.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = _id });
        return
        [
            .. kept!.Value.GetProperty("credentials").EnumerateArray().Select(one => one.GetProperty("credentialId").GetString()!
                .TrimEnd('=').Replace('+', '-').Replace('/', '_')),
        ];
    }
}

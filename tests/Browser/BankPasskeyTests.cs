using Microsoft.Playwright;

namespace Sentinel.Browser.Tests;

/// <summary>The passkey of a site with ASP.NET Core Identity: added after a step-up, it passes the next one.</summary>
[Collection(AnotherBrowser.Name)]
public sealed class BankPasskeyTests(BrowserParts parts) : BankVisit(parts)
{
    [Fact]
    public async Task Passkey_OnceAdded_PassesTheNextStepUpWithoutACode()
    {
        var authenticator = await VirtualAuthenticator.In(Page);
        var name = await LogIn();
        await Page.ClickAsync("text=Your passkey");
        await Page.ClickAsync("main button");
        await Heading("Is it you?");
        await Assertions.Expect(Page.Locator("button[data-sentinel-challenge]")).ToHaveCountAsync(0);
        await Page.FillAsync("[name=code]", Bank.LastCode);
        await Page.ClickAsync("main button");
        await Heading("Your passkey");
        await Page.ClickAsync("main button");
        await Says("From now on, your passkey proves that it is you.");

        await Page.ClickAsync("header button");
        await Heading("Log in");
        await LogIn(name);
        await Send();
        await Heading("Is it you?");
        await authenticator.VerifyPerson(isOwner: false);
        await Page.ClickAsync("text=Use your passkey");
        await Assertions.Expect(Page.Locator("button[data-sentinel-challenge][aria-disabled]")).ToHaveCountAsync(0);
        await Heading("Is it you?");
        await authenticator.VerifyPerson(isOwner: true);
        await Page.ClickAsync("text=Use your passkey");
        await Heading("Send money");
        await Send();
        await Says("Sent: 250 euro to anna.");
        Assert.Empty(Faults);
    }
}

namespace Sentinel.Browser.Tests;

/// <summary>The demo bank's passkey, beside its one-time code.</summary>
[Collection(AnotherBrowser.Name)]
public sealed class DemoPasskeyTests(BrowserParts parts) : DemoVisit(parts)
{
    private const string Dialog = "#step-up[open]";

    /// <summary>Browsers know passkeys of names, not of addresses.</summary>
    protected override string Host => "localhost";

    [Fact]
    public async Task Passkey_OnceAdded_IsEnoughForATransfer()
    {
        await VirtualAuthenticator.In(Page);
        await LogIn();
        await Add();
        await Transfer();
        await Page.ClickAsync($"{Dialog} #use-passkey");
        await Says("Sent: 250 euro to anna.");
        Assert.Empty(Faults);
    }

    /// <summary>Whoever takes over the log-in must not get a passkey of their own.</summary>
    [Fact]
    public async Task Passkey_WhenThereIsOne_IsTheOnlyOne()
    {
        await VirtualAuthenticator.In(Page);
        await LogIn();
        await Add();
        Assert.Equal(409, await Page.EvaluateAsync<int>("""
            async () => {
              const { state } = await post('/passkeys/options');
              return (await post('/passkeys', { state, credential: {} })).status;
            }
            """));
    }

    /// <summary>Nothing is reported of it, and the code is there.</summary>
    [Fact]
    public async Task Passkey_WhenThePersonClosesTheDialog_LeavesTheCode()
    {
        var authenticator = await VirtualAuthenticator.In(Page);
        await LogIn();
        await Add();
        await authenticator.VerifyPerson(isOwner: false);
        await Transfer();
        var answers = 0;
        Page.Request += (_, request) => answers += request.Url.EndsWith("/demo/sentinel/passkey", StringComparison.Ordinal) ? 1 : 0;
        await Page.ClickAsync($"{Dialog} #use-passkey");
        await Says("No passkey was used; the code works too.", "#code-outcome");
        Assert.Equal(0, answers);
        await Page.FillAsync("#code", await Code());
        await Page.ClickAsync("#code-form button:not([type=button])");
        await Says("Sent: 250 euro to anna.");
    }

    [Fact]
    public async Task Passkey_OfAnotherCustomer_IsNotAccepted()
    {
        var authenticator = await VirtualAuthenticator.In(Page);
        await LogIn();
        await Add();
        var foreign = Assert.Single(await authenticator.Passkeys());
        await Page.ReloadAsync();
        await LogIn();
        await Add();
        // As a page that asks the authenticator for that one.
        await Page.EvaluateAsync(
            """
            (id) => {
              const parse = PublicKeyCredential.parseRequestOptionsFromJSON.bind(PublicKeyCredential);
              PublicKeyCredential.parseRequestOptionsFromJSON = (options) =>
                parse({ ...options, allowCredentials: [{ type: 'public-key', id }] });
            }
            """,
            foreign);
        await Transfer();
        await Page.ClickAsync($"{Dialog} #use-passkey");
        await Says("That passkey was not accepted. Transfer again.");
        await Transfer();
        Assert.Equal(6, (await Code()).Length);
    }

    private async Task Add()
    {
        await Page.ClickAsync("#add-passkey");
        await Says("Added: your passkey can say that it is you, beside the code.");
    }
}

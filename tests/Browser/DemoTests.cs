using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>The demo bank as visitors see it. If <c>SENTINEL_SCREENSHOTS</c> names a folder, the tests save screenshots there.</summary>
[Collection(AnotherBrowser.Name)]
public sealed class DemoTests(BrowserParts parts) : DemoVisit(parts)
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("SENTINEL_SCREENSHOTS");

    [Fact]
    public async Task Transfer_WhenTheSessionIsNew_AsksForACodeAndGoesThroughWithIt()
    {
        await LogIn();
        await Transfer();
        var code = await Code();
        await Picture("demo-challenge");
        await Page.FillAsync("#code", code);
        await Page.ClickAsync("#code-form button:not([type=button])");
        await Says("Sent: 250 euro to anna.");
    }

    [Fact]
    public async Task Transfer_WhenTheCodeIsWrong_IsNotSent()
    {
        await LogIn();
        await Transfer();
        var code = await Code();
        await Page.FillAsync("#code", code == "000000" ? "111111" : "000000");
        await Page.PressAsync("#code", "Enter");
        await Says("That was not the code. Transfer again for a new one.");
    }

    [Fact]
    public async Task Transfer_WhenItIsSubmittedTwice_IsAskedForOnceAndMayBeAgain()
    {
        await LogIn();
        var transfers = 0;
        Page.Request += (_, request) => transfers += request.Url.EndsWith("/demo/transfer", StringComparison.Ordinal) ? 1 : 0;
        await Page.FillAsync("#to", "anna");
        await Page.FillAsync("#amount", "250");
        await Page.EvaluateAsync("for (const _ of 'ab') document.querySelector('#transfer').requestSubmit()");
        await Code();
        Assert.Equal(1, transfers);
        await Page.ClickAsync("#cancel");
        await Transfer();
        await Code();
        Assert.Equal(2, transfers);
    }

    [Fact]
    public async Task Transfer_WhenABlockerKeepsTheSdkOut_AsksForACodeAllTheSame()
    {
        await Page.RouteAsync("**/sdk/sentinel.js", route => route.AbortAsync());
        await Page.ReloadAsync();
        await LogIn();
        await Transfer();
        await Code();
        Assert.Empty(Faults);
    }

    [Fact]
    public async Task Bot_WhenLetLoose_EndsInBlockAndTheTransferIsRefused()
    {
        await LogIn();
        await Page.ClickAsync("#bot");
        await Says("The script was noticed: every action is refused now.");
        Assert.Equal("BLOCK", await Page.TextContentAsync("#decision"));
        Assert.NotEqual("0", await Page.TextContentAsync("#events"));
        await Transfer();
        await Says("Refused: this looks like a bot. Start over to try again.");
        await Picture("demo-block");
    }

    [Fact]
    public async Task Keyboard_WhenNothingElseIsUsed_IsEnoughForATransfer()
    {
        await Page.FocusAsync("#name");
        await Keys("anna\tsecret\t\r");
        await Page.WaitForSelectorAsync("#to:focus");
        await Keys("anna\t250\t\t\r");
        await Keys($"{await Code()}\r");
        await Says("Sent: 250 euro to anna.");
    }

    [Fact]
    public async Task Panel_WhenAPersonTypes_ShowsTrustRise()
    {
        await LogIn();
        var before = await Trust();
        var hand = new Hand(await Page.Context.NewCDPSessionAsync(Page));
        await Page.FocusAsync("#note");
        await hand.Play(Scores.Generated("thank you for the lovely days by the sea, here is my share", 7));
        await Assertions.Expect(Page.Locator("#windows")).Not.ToHaveTextAsync("0", new() { Timeout = Patience });
        await Probe.Until(async () => await Trust() > before, "trust rises");
        Assert.Matches("Trust over the last [0-9]+ seconds", (await Page.GetAttributeAsync("#chart", "aria-label"))!);
        await Picture("demo-desktop");
        await Page.SetViewportSizeAsync(390, 844);
        await Picture("demo-phone");
    }

    [Theory]
    [InlineData(ColorScheme.Dark, 1100)]
    [InlineData(ColorScheme.Light, 360)]
    public async Task Page_WhereverItIsShown_HasNoAccessibilityFaultAndDoesNotScrollSideways(ColorScheme scheme, int width)
    {
        // The checker is a separate script, which the page's policy correctly refuses.
        await Visit(new() { BypassCSP = true, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        await Check();
        await LogIn();
        await Check();
        await Transfer();
        await Code();
        await Check();

        async Task Check()
        {
            Assert.Empty(
                (await Page.RunAxe()).Violations.Select(fault =>
                    $"{fault.Id}: {string.Join(", ", fault.Nodes.Select(node => node.Target))}"
                )
            );
            Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");
        }
    }

    private async Task<double> Trust() =>
        double.Parse((await Page.TextContentAsync("#trust"))!, System.Globalization.CultureInfo.InvariantCulture);

    private async Task Keys(string keys)
    {
        foreach (var key in keys)
        {
            await Page.Keyboard.PressAsync(key switch { '\t' => "Tab", '\r' => "Enter", _ => $"{key}" }, new() { Delay = 60 + (key % 50) });
            await Task.Delay(90 + (key * 7 % 130));
        }
    }

    private async Task Picture(string name)
    {
        if (Pictures is not null) await Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });
    }
}

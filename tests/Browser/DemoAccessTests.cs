using Microsoft.Playwright;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>The demo bank for people who use a screen reader, need contrast, or lose the network.</summary>
[Collection(OneBrowser.Name)]
public sealed class DemoAccessTests(BrowserParts parts) : DemoVisit(parts)
{
    private const string Away = "The server cannot be reached; try again.";

    [Fact]
    public async Task Code_WhenItArrives_IsReadOutInTheOpenDialog()
    {
        var arrives = new TaskCompletionSource();
        await Page.RouteAsync("**/demo/challenges/*/code", async route =>
        {
            await arrives.Task;
            await route.ContinueAsync();
        });
        await LogIn();
        await Transfer();
        await Page.WaitForSelectorAsync("#step-up[open]");
        await Says("Demo Bank is sending a code.", "#step-up[open] [role=status]#sms");
        arrives.SetResult();
        Assert.Equal(6, (await Code()).Length);
        Assert.Equal("sms", await Page.GetAttributeAsync("#step-up", "aria-describedby"));
    }

    [Fact]
    public async Task Decision_WhenItStaysTheSame_IsNotReadOutAgain()
    {
        await LogIn();
        Assert.Equal(1, await Page.Locator("[role=status]:has(#decision):has(#phase)").CountAsync());
        await Page.EvaluateAsync("""
            () => {
              window.changes = [];
              new MutationObserver(() => changes.push(document.querySelector('.decision').textContent))
                .observe(document.querySelector('.decision'), { subtree: true, childList: true, characterData: true });
            }
            """);
        var looks = 0;
        Page.Response += (_, response) =>
            Interlocked.Add(ref looks, response.Url.EndsWith("/demo/session", StringComparison.Ordinal) ? 1 : 0);
        await Probe.Until(() => Volatile.Read(ref looks) >= 3, "the panel looked three times");
        Assert.Empty(await Page.EvaluateAsync<string[]>("changes"));

        await Page.ClickAsync("#bot");
        await Assertions.Expect(Page.Locator("#decision")).ToHaveTextAsync("BLOCK", new() { Timeout = Patience });
        Assert.NotEmpty(await Page.EvaluateAsync<string[]>("changes"));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Bounds_OfTheChart_StandOutFromThePage(ColorScheme scheme)
    {
        await Visit(new() { ColorScheme = scheme });
        var contrast = await Page.EvaluateAsync<double>("""
            () => {
              const luminance = (color) => {
                const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                const [r, g, b] = color.match(/[\d.]+/g).map((part) => linear(part / 255));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const text = getComputedStyle(document.querySelector('.bound')).stroke;
              const [darker, lighter] = [text, getComputedStyle(document.body).backgroundColor]
                .map(luminance).sort((a, b) => a - b);
              return (lighter + 0.05) / (darker + 0.05);
            }
            """);
        Assert.InRange(contrast, 4.5, 21);
    }

    [Fact]
    public async Task Network_WhenItIsLostOnTheWay_IsSaidAtEachStepAndNothingIsLost()
    {
        await Lose("**/demo/login");
        await Page.FillAsync("#name", "anna");
        await Page.ClickAsync("#login button");
        await Says(Away);
        await Back("**/demo/login");
        await LogIn();

        await Lose("**/demo/transfer");
        await Transfer();
        await Says(Away);
        await Back("**/demo/transfer");

        await Lose("**/demo/challenges/*/code");
        await Transfer();
        await Says(Away, "#step-up[open] #sms");
        await Back("**/demo/challenges/*/code");
        await Page.ClickAsync("#cancel");

        await Transfer();
        var code = await Code();
        await Lose("**/demo/challenges/*");
        await Page.FillAsync("#code", code);
        await Page.PressAsync("#code", "Enter");
        await Says(Away, "#step-up[open] #code-outcome[role=status]");
        await Back("**/demo/challenges/*");
        await Page.PressAsync("#code", "Enter");
        await Says("Sent: 250 euro to anna.");

        await Lose("**/demo/session");
        await Says("Nothing new can be learnt from the server now; this is what it said last.", "#stale");
        await Back("**/demo/session");
        await Says("", "#stale");
        Assert.Empty(Faults);
    }

    private async Task Lose(string what) => await Page.RouteAsync(what, route => route.AbortAsync());

    private Task Back(string what) => Page.UnrouteAsync(what);
}

using Sentinel.Browser.Tests.Host;
using Xunit.Abstractions;

namespace Sentinel.Browser.Tests;

/// <summary>What an automation tool does when it does not pretend.</summary>
[Collection(AnotherBrowser.Name)]
public sealed class AutomationTests(BrowserParts parts, ITestOutputHelper output) : BrowserTests(parts)
{
    [Fact]
    public async Task LogInAndTransfer_WhenPlaywrightClicksAndFills_IsChallengedOrBlocked()
    {
        for (var visit = 0; visit < 2; visit++)
        {
            foreach (var (field, text) in new[] { ("#user", "anna"), ("#password", "correct horse"), ("#amount", "250"), ("#note", "for the summer") })
            {
                await Page.ClickAsync(field);
                await Page.FillAsync(field, text);
            }

            await Page.ClickAsync("#send");
        }

        await Flush(Page);
        output.WriteLine((await Session()).ToJsonString());
        Assert.Contains(await AtHighSensitivity(), new[] { "CHALLENGE", "BLOCK" });
        Assert.NotEqual("TRUSTED", (string)(await Session())["phase"]!);
        Assert.Contains(Site.Batches.SelectMany(batch => batch.Of("pointer")), sample => (string)sample["type"]! == "DOWN");
    }

    [Fact]
    public async Task Type_WhenPlaywrightPressesTheKeys_IsBlocked()
    {
        await Page.ClickAsync("#note");
        for (var line = 0; line < 4; line++)
        {
            await Page.Keyboard.TypeAsync("the quick brown fox jumps over", new() { Delay = 30 });
            await Flush(Page);
        }

        output.WriteLine((await Session()).ToJsonString());
        Assert.Equal("BLOCK", await Decision());
        Assert.Equal("BLOCK", await AtHighSensitivity());
    }

    [Fact]
    public async Task Type_WhenAScriptInThePageDispatchesTheKeys_IsMarkedAndBlocked()
    {
        await Page.EvaluateAsync("""
            async () => {
              const note = document.querySelector('#note');
              for (let i = 0; i < 60; i++) {
                note.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyA', key: 'a', bubbles: true, composed: true }));
                await new Promise((resolve) => setTimeout(resolve, 5));
                note.dispatchEvent(new KeyboardEvent('keyup', { code: 'KeyA', key: 'a', bubbles: true, composed: true }));
                await new Promise((resolve) => setTimeout(resolve, 60));
              }
            }
            """);
        await Flush(Page);
        Assert.Contains(Site.Batches.SelectMany(batch => batch.Of("signals")), signal => (string)signal["type"]! == "UNTRUSTED_EVENT");
        Assert.Equal("BLOCK", await Decision());
    }
}

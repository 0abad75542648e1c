using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Sentinel.Browser.Tests;

/// <summary>People without a mouse, or who do not type key by key, are never blocked.</summary>
[Collection(OneBrowser.Name)]
public sealed class InputKindTests(BrowserParts parts) : BrowserTests(parts)
{
    protected override BrowserNewContextOptions Options => new() { HasTouch = true };

    [Fact]
    public async Task TouchOnly_WhenAPersonTapsAndSwipes_IsNeverBlocked()
    {
        var hand = await HandOn(Page);
        var dice = new Random(1);
        List<Gesture> score = [];
        var at = 0.0;
        for (var i = 0; i < 16; i++)
        {
            var (x, y) = (60 + (300 * dice.NextDouble()), 60 + (400 * dice.NextDouble()));
            score.Add(Gesture.Touch(at, "touchStart", x, y));
            if (i % 4 == 3)
            {
                for (var step = 1; step <= 20; step++)
                    score.Add(
                        Gesture.Touch(
                            at + (16 * step),
                            "touchMove",
                            x + (3 * Math.Sin(step / 6.0)),
                            y - (9 * step) + (2 * dice.NextDouble())
                        )
                    );
                at += 340;
            }

            at += 60 + (60 * dice.NextDouble());
            score.Add(Gesture.Touch(at, "touchEnd", x, y));
            at += 250 + (500 * dice.NextDouble());
        }

        await hand.Play(score);
        await AssertNotBlocked();
        Assert.All(Site.Batches.SelectMany(batch => batch.Of("pointer")), sample => Assert.Equal("TOUCH", (string)sample["kind"]!));
        Assert.True(Site.Batches.SelectMany(batch => batch.Of("pointer")).Count(sample => (string)sample["type"]! == "DOWN") >= 16);
    }

    [Fact]
    public async Task KeyboardOnly_WhenAPersonTabsAndTypes_IsNeverBlocked()
    {
        var hand = await HandOn(Page);
        await hand.Play([
            Gesture.Key(0, true, Keyboard.Tab),
            Gesture.Key(90, false, Keyboard.Tab),
            .. Scores.Generated("anna.smith", 1, 400),
        ]);
        await hand.Play([
            Gesture.Key(0, true, Keyboard.Tab),
            Gesture.Key(90, false, Keyboard.Tab),
            .. Scores.Generated("correct horse battery", 2, 400),
        ]);
        await hand.Play([Gesture.Key(300, true, Keyboard.Enter), Gesture.Key(390, false, Keyboard.Enter)]);
        await AssertNotBlocked();
        Assert.Empty(Site.Batches.SelectMany(batch => batch.Of("pointer")));
        Assert.Empty(Signals("VIRTUAL_CLICK"));
    }

    [Fact]
    public async Task Paste_WhenEverythingIsPasted_IsDeclaredByItsLengthAndNeverBlocked()
    {
        await Page.Locator("#note").EvaluateAsync("field => { field.value = 'tr0ub4dor'; field.focus(); field.select(); }");
        await Shortcut("c");
        for (var i = 0; i < 5; i++)
        {
            foreach (var field in new[] { "#user", "#password", "#amount" })
            {
                await Page.FocusAsync(field);
                await Shortcut("v");
            }
        }

        await AssertNotBlocked();
        var pastes = Signals("PASTE");
        Assert.Equal(15, pastes.Count);
        Assert.All(pastes, paste => Assert.Equal(9, (int)paste["length"]!));
        Assert.Equal("tr0ub4dor", await Page.InputValueAsync("#user").ContinueWith(value => value.Result[..9]));
    }

    [Fact]
    public async Task Autofill_WhenAPasswordManagerFills_IsDeclaredByItsLengthAndNeverBlocked()
    {
        for (var i = 0; i < 10; i++)
        {
            await Page.EvaluateAsync("""
                () => {
                  for (const [id, text] of [['user', 'anna'], ['password', 'correct horse']]) {
                    const field = document.getElementById(id);
                    const init = { bubbles: true, composed: true };
                    field.focus();
                    field.dispatchEvent(new KeyboardEvent('keydown', init));
                    field.dispatchEvent(new KeyboardEvent('keypress', init));
                    field.dispatchEvent(new KeyboardEvent('keyup', init));
                    field.value = text;
                    field.dispatchEvent(new Event('input', init));
                    field.dispatchEvent(new Event('change', init));
                  }
                  document.getElementById('send').click();
                }
                """);
            await Task.Delay(700);
        }

        await AssertNotBlocked();
        Assert.Empty(Site.Batches.SelectMany(batch => batch.Of("keys")));
        Assert.Equal([4, 13], Signals("AUTOFILL").Select(signal => (int)signal["length"]!).Distinct().Order());
    }

    [Fact]
    public async Task InputMethod_WhenTextIsComposed_IsDeclaredAndNeverBlocked()
    {
        var browser = await Context.NewCDPSessionAsync(Page);
        await Page.FocusAsync("#note");
        for (var word = 0; word < 12; word++)
        {
            foreach (var text in new[] { "に", "にほ", "にほん" })
            {
                await browser.SendAsync(
                    "Input.dispatchKeyEvent",
                    new()
                    {
                        ["type"] = "rawKeyDown",
                        ["code"] = "KeyN",
                        ["key"] = "Process",
                        ["windowsVirtualKeyCode"] = 229,
                    }
                );
                await browser.SendAsync(
                    "Input.imeSetComposition",
                    new()
                    {
                        ["text"] = text,
                        ["selectionStart"] = text.Length,
                        ["selectionEnd"] = text.Length,
                    }
                );
                await browser.SendAsync(
                    "Input.dispatchKeyEvent",
                    new()
                    {
                        ["type"] = "keyUp",
                        ["code"] = "KeyN",
                        ["key"] = "Process",
                        ["windowsVirtualKeyCode"] = 229,
                    }
                );
                await Task.Delay(60);
            }

            await browser.SendAsync("Input.insertText", new() { ["text"] = "日本語" });
        }

        await AssertNotBlocked();
        Assert.Empty(Site.Batches.SelectMany(batch => batch.Of("keys")));
        Assert.Equal(12, Signals("COMPOSITION").Count);
        Assert.StartsWith("日本語日本語", await Page.InputValueAsync("#note"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Site.Batches,
            batch =>
                batch.Body.Contains('日', StringComparison.Ordinal) || batch.Body.Contains("\\u65e5", StringComparison.OrdinalIgnoreCase)
        );
    }

    private async Task Shortcut(string key)
    {
        await Page.Keyboard.DownAsync("Control");
        await Task.Delay(90);
        await Page.Keyboard.DownAsync(key);
        await Task.Delay(80);
        await Page.Keyboard.UpAsync(key);
        await Task.Delay(40);
        await Page.Keyboard.UpAsync("Control");
        await Task.Delay(150);
    }

    private IReadOnlyList<JsonObject> Signals(string type) =>
        [.. Contents().SelectMany(batch => batch.Of("signals")).Where(signal => (string)signal["type"]! == type)];

    private async Task AssertNotBlocked()
    {
        await Flush(Page);
        Assert.NotEmpty(Site.Batches);
        Assert.NotEqual("BLOCK", await Decision());
        Assert.NotEqual("BLOCK", await AtHighSensitivity());
        await AssertScoredOnce();
    }
}

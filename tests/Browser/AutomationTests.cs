using Sentinel.Integration.Tests;
using Xunit.Abstractions;

namespace Sentinel.Browser.Tests;

/// <summary>Input of an automation tool that does not imitate a person.</summary>
[Collection(AnotherBrowser.Name)]
public sealed class AutomationTests(BrowserParts parts, ITestOutputHelper output) : BrowserTests(parts)
{
    private static readonly string[] Refusals = ["CHALLENGE", "BLOCK"];

    /// <summary>The same at other paces; run by <c>./test.sh --full</c>.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData(50)]
    [InlineData(400)]
    [InlineData(1_000)]
    public Task LogInAndTransfer_AtOtherPaces_IsChallengedOrBlocked(int pace) =>
        LogInAndTransfer_WhenPlaywrightClicksAndFills_IsChallengedOrBlocked(pace);

    /// <summary>The same at another pace; run by <c>./test.sh --full</c>.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public Task HighAction_AtASlowPace_IsRefused() => HighAction_WhenPlaywrightActsAfterAPassedChallenge_IsRefused(1_000);

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    public async Task LogInAndTransfer_WhenPlaywrightClicksAndFills_IsChallengedOrBlocked(int pace)
    {
        await Visit(pace);
        await Visit(pace);
        await Flush(Page);
        var session = await Session();
        output.WriteLine(session.ToJsonString());
        Assert.Contains((string)session["decision"]!, Refusals);
        Assert.Contains("physics.press_without_approach", session["reasons"]!.AsArray().Select(reason => (string)reason!["code"]!));
    }

    /// <summary>
    /// A new session is always refused HIGH. After a passed challenge it is allowed, so a later refusal is due to the bot's input.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    public async Task HighAction_WhenPlaywrightActsAfterAPassedChallenge_IsRefused(int pace)
    {
        var challenge = (await Node.Client.Evaluate(Site.Session.Id)).Expect(200).Text("challengeId");
        (await Node.Client.Report(Site.Session.Id, challenge, "PASSED")).Expect(200);
        Assert.Equal("ALLOW", await AtHighSensitivity());
        // Two visits that come in one batch, as once on a busy machine, are not always enough.
        await Probe.Until(
            async () =>
            {
                await Visit(pace);
                await Flush(Page);
                return await Decision() is "CHALLENGE" or "BLOCK";
            },
            "the driver is noticed");
        output.WriteLine((await Session()).ToJsonString());
        Assert.Contains(await AtHighSensitivity(), Refusals);
    }

    [Fact]
    public async Task Type_WhenPlaywrightPressesTheKeys_IsBlocked()
    {
        await Page.ClickAsync("#note");
        // On a busy machine the first lines have less of a script's pace.
        await Probe.Until(
            async () =>
            {
                await Page.Keyboard.TypeAsync("the quick brown fox jumps over", new() { Delay = 60 });
                await Flush(Page);
                return await Decision() == "BLOCK";
            },
            "the script is noticed");
        output.WriteLine((await Session()).ToJsonString());
        Assert.Equal("BLOCK", await AtHighSensitivity());
    }

    /// <summary>Without a delay every line is a burst: as of a text expander, so one group of evidence. It is never allowed.</summary>
    [Fact]
    public async Task Type_WhenPlaywrightTypesWholeLinesAtOnce_IsRefused()
    {
        await Page.ClickAsync("#note");
        for (var line = 0; line < 4; line++)
        {
            await Page.Keyboard.TypeAsync("the quick brown fox jumps over");
            await Flush(Page);
        }

        Assert.Contains(await Decision(), Refusals);
        Assert.Contains(await AtHighSensitivity(), Refusals);
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

    /// <summary>
    /// A script in the page dispatches keys with a person's holds and intervals. Without marks, they would be evidence after the tenth.
    /// </summary>
    [Fact]
    public async Task Type_WhenAScriptInThePageKeepsAPersonsPace_EarnsNothingAndIsNamed()
    {
        await Page.EvaluateAsync("""
            async (keys) => {
              const note = document.querySelector('#note');
              const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
              for (const [hold, flight] of keys) {
                const key = { code: 'KeyA', key: 'a', bubbles: true, composed: true };
                note.dispatchEvent(new KeyboardEvent('keydown', key));
                await wait(hold);
                note.dispatchEvent(new KeyboardEvent('keyup', key));
                await wait(flight);
              }
            }
            """, Paces(32));
        await Flush(Page);
        var session = await Session();
        output.WriteLine(session.ToJsonString());
        Assert.Equal(("COLD_START", 0.5, "CHALLENGE"), ((string)session["phase"]!, (double)session["trust"]!, await AtHighSensitivity()));
        Assert.Contains("context.untrusted_input", session["reasons"]!.AsArray().Select(reason => (string)reason!["code"]!));
    }

    /// <summary>The holds and the intervals, in ms.</summary>
    private static double[][] Paces(int keys)
    {
        var gestures = Scores.Generated(new string('a', keys + 1), 11).ToArray();
        return
        [
            .. Enumerable
                .Range(0, keys)
                .Select(i =>
                    new[]
                    {
                        gestures[(2 * i) + 1].At - gestures[2 * i].At,
                        Math.Max(20, gestures[(2 * i) + 2].At - gestures[(2 * i) + 1].At),
                    }
                ),
        ];
    }

    private async Task Visit(int pace)
    {
        foreach (
            var (field, text) in new[]
            {
                ("#user", "anna"),
                ("#password", "correct horse"),
                ("#amount", "250"),
                ("#note", "for the summer"),
            }
        )
        {
            await Task.Delay(pace);
            await Page.ClickAsync(field);
            await Page.FillAsync(field, text);
        }

        await Task.Delay(pace);
        await Page.ClickAsync("#send");
    }
}

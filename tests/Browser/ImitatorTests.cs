using Microsoft.Playwright;
using Sentinel.Simulation;
using Xunit.Abstractions;

namespace Sentinel.Browser.Tests;

/// <summary>
/// Bots that type and point like people at a glance, for a minute each, through the DevTools protocol: to the page their events are
/// trusted. Run by <c>./test.sh --full</c>; GeneratedTypingTests and GeneratedPathTests have the same bots without a browser.
/// </summary>
[Collection(AnotherBrowser.Name)]
public sealed class ImitatorTests(BrowserParts parts, ITestOutputHelper output) : BrowserTests(parts)
{
    /// <summary>ms.</summary>
    private const double Minute = 60_000;

    private const int AtOnce = 3;
    private const string Challenge = "CHALLENGE";

    private static readonly BrowserNewContextOptions Large = new() { ViewportSize = new() { Width = 1920, Height = 1080 } };

    [Fact]
    [Trait("Category", "Long")]
    public async Task Score_OfAnImitatorForAMinute_IsRefused()
    {
        IActor[] families = [.. Imitators.Typing, .. Imitators.Pointing.Where(family => family.Name != "imitator-reused")];
        var found = 0;
        foreach (var few in families.Chunk(AtOnce))
        {
            foreach (var (family, ever) in few.Zip(await Task.WhenAll(few.Select(Played))))
            {
                output.WriteLine($"{family.Name}: {ever}");
                found += ever == Challenge ? 1 : 0;
            }
        }

        Assert.Equal(families.Length, found);
    }

    /// <summary>Plays a minute on a page of its own; the worst decision on the way.</summary>
    private async Task<string> Played(IActor family)
    {
        await using var site = await Site.Started(Node, "laptop");
        await using var context = await Parts.Browser.NewContextAsync(Large);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site.Address}/login");
        await page.FocusAsync("#note");
        var hand = await HandOn(page);
        await hand.Play(Gestures(family.Play(new(3, family.Name, 0))).Where(gesture => gesture.At < Minute));
        await Flush(page);
        var session = (await Node.Client.Session(site.Session.Id)).Expect(200).Json!;
        return (string)session["decision"]!;
    }

    private static IEnumerable<Gesture> Gestures(Performance played) =>
        played.Keys.SelectMany(Scores.Gestures).Concat(played.Pointer.Select(sample => Gesture.Mouse(
            sample.T,
            sample.Type switch { PointerAction.Down => "mousePressed", PointerAction.Up => "mouseReleased", _ => "mouseMoved" },
            sample.X,
            sample.Y)));
}

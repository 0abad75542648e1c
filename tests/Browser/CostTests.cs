using System.Globalization;
using Microsoft.Playwright;
using Sentinel.Browser.Tests.Hands;
using Sentinel.Browser.Tests.Host;
using Xunit.Abstractions;

namespace Sentinel.Browser.Tests;

/// <summary>
/// What the SDK costs the page's main thread while somebody types and moves fast: reported, not judged, since other work on the machine is
/// in every time. Aim: 0.5 ms of script a second.
/// </summary>
public sealed class CostTests(BrowserParts parts, ITestOutputHelper output) : BrowserTests(parts)
{
    private const double Seconds = 10;

    [Fact]
    public async Task MainThread_WhenSomebodyTypesAndMovesFast_IsMeasured()
    {
        var (withSdk, tasks) = await Spent(Page);
        await Page.GotoAsync($"{Site.Address}/plain");
        var (without, tasksWithout) = await Spent(Page);
        var events = Contents().Sum(batch => batch.Events);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"script: {withSdk:0.00} ms a second with the SDK, {without:0.00} without; all tasks: {tasks:0.0} and {tasksWithout:0.0}; {events / Seconds:0} events a second, {Contents().Sum(batch => batch.Body.Length) / Seconds / 1000:0.0} kB a second"));
        Assert.True(events > 100 * Seconds, $"only {events} events were recorded");
        Assert.True(withSdk > 0);
    }

    /// <summary>ms a second of script and of tasks while the same score is played.</summary>
    private static async Task<(double Script, double Tasks)> Spent(IPage page)
    {
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("Performance.enable");
        var hand = new Hand(browser);
        await page.FocusAsync("#note");
        await hand.Play(Score(1));
        var before = await Metrics(browser);
        await hand.Play(Score(Seconds));
        var after = await Metrics(browser);
        return (Difference("ScriptDuration"), Difference("TaskDuration"));

        double Difference(string name) => (after[name] - before[name]) * 1000 / Seconds;
    }

    /// <summary>125 samples of the pointer and ten keys a second.</summary>
    private static IEnumerable<Gesture> Score(double seconds)
    {
        for (var t = 0.0; t < seconds * 1000; t += 8)
            yield return Gesture.Mouse(t, "mouseMoved", Math.Round(300 + (200 * Math.Sin(t / 150))), Math.Round(300 + (150 * Math.Cos(t / 210))));
        for (var t = 3.0; t < seconds * 1000; t += 100)
        {
            yield return Gesture.Key(t, true, Keyboard.OfCharacter((char)('a' + ((int)t % 26))));
            yield return Gesture.Key(t + 70, false, Keyboard.OfCharacter((char)('a' + ((int)t % 26))));
        }
    }

    private static async Task<Dictionary<string, double>> Metrics(ICDPSession browser) =>
        (await browser.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
}

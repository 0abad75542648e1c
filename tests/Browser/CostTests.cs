using System.Globalization;
using Sentinel.Integration.Tests;
using Xunit.Abstractions;

namespace Sentinel.Browser.Tests;

/// <summary>
/// Reports, without asserting, the SDK's cost on the page's main thread during fast input; the goal is 0.5 ms of script per second.
/// Measures thread time, which excludes other work on the machine, and clock time, in turns with the page without the SDK and with
/// listeners that do nothing.
/// </summary>
[Collection(OneBrowser.Name)]
public sealed class CostTests(BrowserParts parts, ITestOutputHelper output) : BrowserTests(parts)
{
    private const int Rounds = 5;
    private const double Seconds = 4;
    private const string WithSdk = "login";

    private static readonly string[] Pages = [SitePage.Plain, SitePage.Hearing, WithSdk];

    [Fact]
    [Trait("Category", "Long")]
    public async Task MainThread_WhenSomebodyTypesAndMovesFast_IsMeasured()
    {
        await using var browser = await BareBrowser.Started();
        var spent = Pages.ToDictionary(page => page, _ => new List<Cost>());
        for (var round = 0; round < Rounds; round++)
            foreach (var page in Pages)
                spent[page].Add(await Spent(browser, $"{Site.Address}/{page}"));

        foreach (var page in Pages)
            output.WriteLine(
                $"{page, -8} {Median(page, cost => cost.Script)} ms of script a second, by the clock "
                    + $"{Median(page, cost => cost.ScriptByClock)}; all tasks {Median(page, cost => cost.Tasks)}"
            );
        output.WriteLine(
            $"the SDK, round by round: {Difference(SitePage.Plain)} more than the page alone, {Difference(SitePage.Hearing)} more than "
                + $"empty listeners"
        );

        var events = Contents().Sum(batch => batch.Events);
        output.WriteLine($"{events / Rounds / (Seconds + 1):0} events a second");
        Assert.True(events > 100 * Rounds * Seconds, $"only {events} events were recorded");

        string Median(string page, Func<Cost, double> part) => Said(spent[page].Select(part));

        string Difference(string page) => Said(spent[WithSdk].Zip(spent[page], (with, without) => with.Script - without.Script));
    }

    /// <summary>Median, minimum and maximum.</summary>
    private static string Said(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Count / 2]:0.00} [{sorted[0]:0.00}–{sorted[^1]:0.00}]");
    }

    /// <summary>Cost in ms per second while the score is played.</summary>
    private static async Task<Cost> Spent(BareBrowser browser, string address)
    {
        var (thread, clock) = await browser.Open(address);
        await using var first = thread;
        await using var second = clock;
        await thread.Send("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        await clock.Send("Performance.enable", new() { ["timeDomain"] = "timeTicks" });
        await Probe.Until(
            async () => await Evaluated("document.readyState === 'complete' && !!document.getElementById('note')"),
            "the page is loaded"
        );
        await Evaluated("document.getElementById('note').focus() === undefined");
        var hand = new Hand((method, arguments) => thread.Send(method, arguments));
        await hand.Play(Score(1));
        var before = (await Metrics(thread), await Metrics(clock));
        await hand.Play(Score(Seconds));
        var after = (await Metrics(thread), await Metrics(clock));
        return new(
            Difference(before.Item1, after.Item1, "ScriptDuration"),
            Difference(before.Item2, after.Item2, "ScriptDuration"),
            Difference(before.Item1, after.Item1, "TaskDuration"));

        async Task<bool> Evaluated(string expression) =>
            (await thread.Send("Runtime.evaluate", new() { ["expression"] = expression }))
                .GetProperty("result")
                .GetProperty("value")
                .GetBoolean();

        static double Difference(Dictionary<string, double> before, Dictionary<string, double> after, string name) =>
            (after[name] - before[name]) * 1000 / Seconds;
    }

    /// <summary>125 pointer samples and ten keys per second.</summary>
    private static IEnumerable<Gesture> Score(double seconds)
    {
        for (var t = 0.0; t < seconds * 1000; t += 8)
            yield return Gesture.Mouse(
                t,
                "mouseMoved",
                Math.Round(300 + (200 * Math.Sin(t / 150))),
                Math.Round(300 + (150 * Math.Cos(t / 210)))
            );
        for (var t = 3.0; t < seconds * 1000; t += 100)
        {
            yield return Gesture.Key(t, true, Keyboard.OfCharacter((char)('a' + ((int)t % 26))));
            yield return Gesture.Key(t + 70, false, Keyboard.OfCharacter((char)('a' + ((int)t % 26))));
        }
    }

    private static async Task<Dictionary<string, double>> Metrics(DevTools page) =>
        (await page.Send("Performance.getMetrics")).GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());

    private sealed record Cost(double Script, double ScriptByClock, double Tasks);
}

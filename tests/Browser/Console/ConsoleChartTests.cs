using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sentinel.Browser.Tests;

/// <summary>What the charts and tables of the console show is what the API says.</summary>
[Collection(ConsoleParts.Name)]
public sealed partial class ConsoleChartTests(ConsoleParts parts)
{
    private static readonly string[] Decisions = ["allow", "challenge", "block"];

    [Fact]
    public async Task Now_ShowsTheCountsOfTheApi()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.AnalystKey);
        var stats = await visit.Open("?range=1h", "/api/v1/stats?");
        var points = stats["points"]!.AsArray();
        (string Title, string Member)[] counts =
            [("Batches a minute", "batches"), ("Actions that sites asked about, a minute", "evaluations")];
        foreach (var (title, member) in counts)
        {
            var shown = await Cells(visit.Page.Locator("figure", new() { HasText = title }));
            var said = points.Select(point => Decisions.Select(one => Whole(point![member]![one]!)).ToArray()).ToArray();
            Assert.Equal(said, shown);
            Assert.Contains(said, row => row.Any(cell => cell != "0"));
        }

        var shares = await Cells(visit.Page.Locator("figure", new() { HasText = "Shares of batches" }));
        Assert.Equal(points.Select(point => ShareOf(point!["batches"]!, "block")), shares.Select(row => row[1]));
        // The charts draw the same arrays as the tables; here is that they draw at all.
        foreach (var chart in await visit.Page.Locator("figure canvas").AllAsync())
        {
            Assert.True(await chart.EvaluateAsync<bool>(
                "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(value => value > 0)"));
        }
    }

    [Fact]
    public async Task TopReasons_AreThoseOfTheApi()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.AnalystKey);
        var stats = await visit.Open("?range=1h", "/api/v1/stats/reasons?");
        var said = stats["items"]!.AsArray().Take(8).Select(item => new[]
        {
            (string)item!["code"]!, Whole(item["turned"]!["challenge"]!), Whole(item["turned"]!["block"]!),
            Whole(JsonValue.Create(item["named"]!.AsObject().Sum(one => (long)one.Value!))),
        });
        var rows = await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Top reasons" }).Locator("tbody tr").AllAsync();
        List<string[]> shown = [];
        foreach (var row in rows) shown.Add([.. (await row.Locator("th, td").AllInnerTextsAsync())]);
        Assert.Equal(said, shown);
    }

    [Fact]
    public async Task ASessionsLines_AreTheTrustAndRisksOfItsTimeline()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.AnalystKey);
        var timeline = await visit.Open($"sessions/{parts.Blocked.Id}", "/timeline");
        var items = timeline["items"]!.AsArray();
        Assert.Equal(items.Count, await visit.Page.Locator(".session-chart .decided").CountAsync());
        // The frame's lines at 1 and 0 give the scale.
        var levels = await visit.Page.Locator(".session-chart .grid line").EvaluateAllAsync<double[]>(
            "lines => lines.slice(0, 3).map(line => Number(line.getAttribute('y1')))");
        foreach (var (line, member) in new[] { ("allow", "trust"), ("block", "risk"), ("second", "impostorRisk") })
        {
            var path = await visit.Page.Locator($".session-chart path.line.{line}").GetAttributeAsync("d");
            var drawn = Points().Matches(path!).Select(match => Number(match.Groups[1].Value))
                .Select(y => (levels[0] - y) / (levels[0] - levels[2])).ToArray();
            var said = items.Select(item => (double?)item![member]).OfType<double>().ToArray();
            Assert.Equal(said.Length, drawn.Length);
            Assert.All(said.Zip(drawn), pair => Assert.Equal(pair.First, pair.Second, 0.001));
        }
    }

    /// <summary>The page of a blocked session begins with the answer to "why".</summary>
    [Fact]
    public async Task ABlockedSession_SaysAtOnceWhyAndWhatWouldHaveChangedIt()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.AnalystKey);
        var timeline = await visit.Open($"sessions/{parts.Blocked.Id}", "/timeline");
        var turned = timeline["items"]!.AsArray().Last(item => item!["turnedBy"] is not null && (string)item["decision"]! == "BLOCK")!;
        var why = visit.Page.Locator(".why");
        await Assertions.Expect(why).ToContainTextAsync("Blocked");
        await Assertions.Expect(why).ToContainTextAsync((string)turned["turnedBy"]!);
        await Assertions.Expect(visit.Page.Locator(".what-if")).ToContainTextAsync("would have been CHALLENGE at most");
        var shown = await visit.Page.Locator(".detail tbody th").AllInnerTextsAsync();
        Assert.Equal(turned["evidence"]!.AsArray().Select(one => (string)one!["code"]!), shown);
    }

    private static async Task<string[][]> Cells(ILocator figure)
    {
        await figure.Locator("summary").ClickAsync();
        List<string[]> rows = [];
        foreach (var row in await figure.Locator("tbody tr").AllAsync()) rows.Add([.. await row.Locator("td").AllInnerTextsAsync()]);
        return [.. rows];
    }

    private static string Whole(JsonNode number) => ((long)number).ToString("N0", CultureInfo.InvariantCulture);

    private static string ShareOf(JsonNode by, string decision)
    {
        var (all, some) = (by.AsObject().Sum(one => (long)one.Value!), (double)(long)by[decision]!);
        if (all == 0) return "–";
        var share = some / all;
        return (share * 100).ToString(share is > 0 and < 0.1 ? "F1" : "F0", CultureInfo.InvariantCulture) + " %";
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("[ML][0-9.]+ ([0-9.]+)")]
    private static partial Regex Points();
}

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

    /// <summary>A pointer's model, as the API answers it for a user who has pointed for longer than those of these tests.</summary>
    private const string PointerModel = """
        {
          "model": "mouse", "samples": 400, "text": null, "distributions": [{ "name": "mean_speed", "unit": "px/ms", "bands": [], "bins": [
            { "from": null, "to": 0.25, "nats": -0.31, "population": 0.04 }, { "from": 0.25, "to": 1.5, "nats": 0.2, "population": 0.9 },
            { "from": 1.5, "to": null, "nats": 0, "population": 0.06 }, { "from": null, "to": null, "nats": 1.07, "population": 0 }
          ] }]
        }
        """;

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

    [Fact]
    public async Task ABaselinesTables_HaveTheNumbersOfItsPictures()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.AnalystKey);
        await visit.Page.RouteAsync("**/profile/baseline", async route =>
        {
            var answer = await route.FetchAsync();
            var body = JsonNode.Parse(await answer.TextAsync())!;
            body["models"]!.AsArray().Add(JsonNode.Parse(PointerModel));
            await route.FulfillAsync(new() { Response = answer, Body = body.ToJsonString() });
        });
        var baseline = await visit.Open($"users/{ConsoleParts.Known}", "/profile/baseline");
        var distributions = baseline["models"]!.AsArray().SelectMany(model => model!["distributions"]!.AsArray()).ToArray();
        var figures = await visit.Page.Locator(".distributions figure").AllAsync();
        Assert.Equal(distributions.Length, figures.Count);
        foreach (var (said, figure) in distributions.Zip(figures))
        {
            string[][] bands = [.. said!["bands"]!.AsArray().Select(band => new[]
            {
                Exactly(band!["user"]!["low"]!), Exactly(band["user"]!["middle"]!), Exactly(band["user"]!["high"]!),
                Exactly(band["population"]!["low"]!), Exactly(band["population"]!["high"]!),
            })];
            string[][] bins = [.. said["bins"]!.AsArray().Select(bin => new[] { Nats(bin!["nats"]!), Share((double)bin["population"]!) })];
            Assert.Equal((string[][])[.. bands, .. bins], await Cells(figure));
        }

        Assert.Contains(distributions, one => one!["bands"]!.AsArray().Count > 0);
        await Assertions.Expect(figures[^1].Locator("tbody th"))
            .ToHaveTextAsync(["below 0.25 px/ms", "0.25 to 1.5 px/ms", "from 1.5 px/ms", "does not apply"]);
    }

    [Fact]
    public async Task ADetectorsTable_HasThePointsOfItsCurve()
    {
        await using var visit = await ConsoleVisit.Of(parts, parts.AnalystKey);
        var reasons = await visit.Open("detectors/physics.key_hold", "/api/v1/reasons");
        var curve = reasons["items"]!.AsArray().Single(one => (string)one!["code"]! == "physics.key_hold")!["curve"]!.AsArray();
        var figure = visit.Page.Locator("figure.curve");
        Assert.Equal(curve.Select(point => new[] { Nats(point!["y"]!) }), await Cells(figure));
        Assert.Equal(curve.Select(point => Exactly(point!["x"]!)), await figure.Locator("tbody th").AllInnerTextsAsync());
        Assert.NotEmpty(curve);
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
        return Share(some / all);
    }

    private static string Share(double share) =>
        (share * 100).ToString(share is > 0 and < 0.1 ? "F1" : "F0", CultureInfo.InvariantCulture) + " %";

    private static string Nats(JsonNode number)
    {
        var nats = (double)number;
        var sign = nats > 0 ? "+" : nats < 0 ? "−" : "";
        return sign + Math.Abs(nats).ToString("F2", CultureInfo.InvariantCulture);
    }

    private static string Exactly(JsonNode number) => ((double)number).ToString(CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("[ML][0-9.]+ ([0-9.]+)")]
    private static partial Regex Points();
}

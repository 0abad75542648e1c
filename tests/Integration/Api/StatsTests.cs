using System.Globalization;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>Counts over time, as a console draws them.</summary>
public abstract class StatsTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Stats_OfATenantsDecisions_CountEachOnceAndAgreeWithTheAudit()
    {
        // Of whole minutes, as the points are.
        var now = DateTimeOffset.UtcNow;
        var from = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(-2);
        var (user, before) = (NewUser(), await Totals(from));
        var session = await Client.Opened(user);
        Person person = new(1, Soon);
        for (var sequence = 1; sequence <= 5; sequence++) await Client.Scored(session.Id, person.Batch(sequence, user));
        (await Client.Evaluate(session.Id)).Expect(200);
        await AuditOf(session, 7);
        Totals after = new(0, 0);
        await Probe.Until(
            async () => (after = await Totals(from)).Batches >= before.Batches + 5 && after.Evaluations > before.Evaluations,
            "they are counted");

        // The audit counts the same rows one by one.
        var counted = (await Get($"audit/summary?from={At(from)}"))["decisions"]!.AsArray();
        Assert.True(Sum(counted, "BATCH") >= after.Batches, "nothing is counted twice");
        Assert.True(Sum(counted, "EVALUATION") >= after.Evaluations, "nothing is counted twice");
    }

    [Fact]
    public async Task Stats_AfterBatches_TellHowLongTheyTook()
    {
        var (user, from) = (NewUser(), DateTimeOffset.UtcNow.AddMinutes(-2));
        var session = await Client.Opened(user);
        await Client.Scored(session.Id, new Person(1, Soon).Batch(1, user));
        JsonNode? timed = null;
        await Probe.Until(
            async () => (timed = (await Get($"stats?from={At(from)}"))["points"]!.AsArray()
                .LastOrDefault(point => point!["p50"] is not null)) is not null,
            "latencies were added");
        Assert.InRange((double)timed!["p50"]!, 0.05, (double)timed["p99"]!);
    }

    [Fact]
    public async Task Reasons_OfABlockedBot_SayWhatTurnedTheDecision()
    {
        var from = DateTimeOffset.UtcNow.AddMinutes(-2);
        var session = await Blocked(NewUser(), "laptop");
        var turned = "";
        await Probe.Until(
            async () =>
            {
                var row = (await Client.AuditRows($"sessionId={session.Id}&decision=BLOCK&kind=BATCH"))
                    .FirstOrDefault(row => row["turnedBy"] is not null);
                return (turned = (string?)row?["turnedBy"] ?? "").Length > 0;
            },
            "the audit says what turned the decision");
        JsonNode? found = null;
        await Probe.Until(
            async () => (found = (await Get($"stats/reasons?from={At(from)}"))["items"]!.AsArray()
                .SingleOrDefault(item => (string)item!["code"]! == turned && (long)item["turned"]!["block"]! > 0)) is not null,
            "it is counted");
        Assert.True((long)found!["against"]! > 0 || turned.StartsWith("context.", StringComparison.Ordinal));
        var points = (await Get($"stats/reasons/{turned}?from={At(from)}"))["points"]!.AsArray();
        Assert.True(points.Sum(point => (long)point!["reason"]!["turned"]!["block"]!) >= 1);
    }

    [Fact]
    public async Task Live_AskedOnceOrAsEvents_TellsTheLastMinutesThePartsAndWhatWaits()
    {
        var once = await Get("stats/live");
        Assert.Equal(2, once["points"]!.AsArray().Count);
        Assert.Equal("Healthy", (string)once["parts"]!["hot_state"]!["status"]!);
        Assert.InRange((double)once["backlog"]!["share"]!, 0, 0.25);
        Assert.True((long)once["jobs"]!["running"]! >= 0);

        using HttpRequestMessage ask = new(HttpMethod.Get, new Uri(Node.Address, "/api/v1/stats/live"));
        ask.Headers.Authorization = new("Bearer", Node.Settings.AdminKey);
        ask.Headers.Accept.Add(new("text/event-stream"));
        using HttpClient http = new();
        using var answer = await http.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using StreamReader reader = new(await answer.Content.ReadAsStreamAsync());
        List<DateTimeOffset> times = [];
        while (times.Count < 3)
        {
            var line = await reader.ReadLineAsync().WaitAsync(Probe.DefaultDeadline);
            if (line is ['d', 'a', 't', 'a', ':', ..]) times.Add((DateTimeOffset)JsonNode.Parse(line[5..])!["at"]!);
        }

        Assert.Equal(times.Order(), times);
    }

    /// <summary>Minutes of a day ago that begin at a full hour, and of a year ago, which are kept by hours alone.</summary>
    [Theory]
    [InlineData(1, 0, 15, "MINUTE", 15)]
    [InlineData(1, 0.5, 15, "MINUTE", 16)]
    [InlineData(1, 0, 24 * 60, "MINUTE", 24 * 60)]
    [InlineData(30, 0, 30 * 24 * 60, "HOUR", 30 * 24)]
    [InlineData(365, 0, 60, "HOUR", 1)]
    public async Task Stats_OfATime_HaveAPointForEachStep(int daysAgo, double startsAfter, int minutes, string step, int points)
    {
        var hour = DateTimeOffset.UtcNow.AddDays(-daysAgo);
        var from = new DateTimeOffset(hour.UtcTicks - (hour.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero).AddMinutes(startsAfter);
        var stats = await Get($"stats?from={At(from)}&to={At(from.AddMinutes(minutes))}");
        Assert.Equal((step, points), ((string)stats["step"]!, stats["points"]!.AsArray().Count));
        Assert.Null(stats["usual"]);
    }

    [Theory]
    [InlineData("stats?from=2026-01-01T00:00:00Z&to=2026-02-02T00:00:00Z", "from")]
    [InlineData("stats?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from")]
    [InlineData("stats?to=9999-12-31T23:59:59Z", "to")]
    [InlineData("stats/reasons?from=2026-01-01T00:00:00Z&to=2026-02-02T00:00:00Z", "from")]
    public async Task Stats_WhenTheTimeIsWrong_NameTheMember(string path, string member)
    {
        var answer = (await Client.Get($"/api/v1/{path}")).Expect(422, "invalid_request");
        Assert.Contains(answer.Json!["errors"]!.AsArray(), error => (string)error!["path"]! == member);
    }

    [Fact]
    public async Task Reasons_OfNoSuchCode_AreNotFound() =>
        (await Client.Get("/api/v1/stats/reasons/no.such")).Expect(404, "reason_unknown");

    private static string At(DateTimeOffset at) => Uri.EscapeDataString(at.ToString("O", CultureInfo.InvariantCulture));

    private async Task<JsonObject> Get(string path) => (await Client.Get($"/api/v1/{path}")).Expect(200).Json!.AsObject();

    private async Task<Totals> Totals(DateTimeOffset from)
    {
        var points = (await Get($"stats?from={At(from)}"))["points"]!.AsArray();
        return new(points.Sum(point => All(point!["batches"]!)), points.Sum(point => All(point!["evaluations"]!)));
    }

    private static long All(JsonNode counts) => (long)counts["allow"]! + (long)counts["challenge"]! + (long)counts["block"]!;

    private static long Sum(JsonArray counted, string kind) =>
        counted.Where(one => (string)one!["kind"]! == kind).Sum(one => (long)one!["count"]!);
}

internal sealed record Totals(long Batches, long Evaluations);

[Collection(EmbeddedNode.Name)]
public sealed class StatsOnEmbeddedParts(EmbeddedParts parts) : StatsTests(parts);

[Collection(ServedNode.Name)]
public sealed class StatsOnServedParts(ServedParts parts) : StatsTests(parts);

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Sentinel.Bench;
using Sentinel.ConsoleBench;
using Spectre.Console;

return await ConsoleOptions.Command(Measure).Run(args);

static async Task<int> Measure(ConsoleOptions options)
{
    const int WarmUps = 3;
    var folder = Directory.CreateTempSubdirectory("sentinel-console-").FullName;
    var key = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
    using PostgresFolder postgres = new();
    if (options.Drain)
    {
        var costs = await new DrainCost(postgres.ConnectionString, folder).Measure();
        Report.Print("What the console costs a drain", costs, digits: 2);
        Report.Write(options.Json, costs);
        return 0;
    }

    await using var redis = await Server.Redis(folder);
    AuditMonth month = new(postgres.ConnectionString, Path.Combine(folder, "filled"));
    var end = DateTimeOffset.UtcNow;
    await month.Fill(options.Rows, end, line => AnsiConsole.WriteLine(line));

    await using var node = await Server.Sentinel(redis, postgres.ConnectionString, drain: true, key, Path.Combine(folder, "node"));
    using HttpClient http = new() { BaseAddress = new($"http://127.0.0.1:{node.Port}/api/v1/") };
    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    var deep = await Deep(http, At(end.AddDays(-15)));
    (string Name, string Path)[] queries =
    [
        ("Now: 15 minutes", $"stats?from={At(end.AddMinutes(-15))}&to={At(end)}"),
        ("Now: 24 hours", $"stats?from={At(end.AddHours(-24))}&to={At(end)}"),
        ("Now: 30 days", $"stats?from={At(end.AddDays(-30))}&to={At(end)}"),
        ("Now: live", "stats/live"),
        ("Now: top reasons, 30 days", $"stats/reasons?from={At(end.AddDays(-30))}&to={At(end)}"),
        ("Detectors: one, 30 days", $"stats/reasons/pattern.metronomic_cadence?from={At(end.AddDays(-30))}&to={At(end)}"),
        ("Detectors: labels, 30 days", $"review/rates?from={At(end.AddDays(-30))}&to={At(end)}"),
        ("Sessions: newest", "audit?limit=50"),
        ("Sessions: of a user", $"audit?userId={month.Blocked.User}&limit=50"),
        ("Sessions: of a user, blocks", $"audit?userId={month.Blocked.User}&decision=BLOCK&limit=50"),
        ("Sessions: one", $"sessions/{month.Blocked.Session}/timeline?limit=200"),
        ("Sessions: blocks", "audit?decision=BLOCK&limit=50"),
        ("Sessions: blocks, 15 days ago", $"audit?decision=BLOCK&to={At(end.AddDays(-15))}&limit=50"),
        ("Sessions: a reason", "audit?reason=pattern.metronomic_cadence&limit=50"),
        ("Sessions: a reason that never occurred", $"audit?reason={AuditMonth.NeverSeen.Name}&limit=50"),
        ("Sessions: that reason, of blocks", $"audit?reason={AuditMonth.NeverSeen.Name}&decision=BLOCK&limit=50"),
        ("Sessions: a kind that never occurred", "audit?kind=BAN&limit=50"),
        ("Sessions: labelled LEGITIMATE", "audit?label=LEGITIMATE&limit=50"),
        ("Sessions: a deep page", $"audit?limit=50&cursor={deep}"),
        ("Review: open", "review?limit=50"),
        ("Review: blocks by a reason", "review?kind=BLOCK&reason=pattern.metronomic_cadence&limit=50"),
        ("Review: done", "review?state=DONE&limit=50"),
        ("Users: their baseline", $"users/{month.Blocked.User}/profile/baseline"),
        ("Users: one", $"users/{month.Blocked.User}/profile"),
        ("Detectors: the list", "reasons"),
        ("Audit: signed days", "audit/digests"),
        ("Keys", "keys"),
    ];
    List<Finding> findings = [];
    foreach (var (name, path) in queries)
    {
        List<double> took = [];
        for (var i = -WarmUps; i < options.Rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            _ = await answer.Content.ReadAsByteArrayAsync();
            if ((int)answer.StatusCode is not (200 or 404))
                throw new InvalidOperationException($"{path} was answered {answer.StatusCode}.");
            if (i >= 0) took.Add(watch.Elapsed.TotalMilliseconds);
        }

        findings.Add(new(name, Spread.Of(took), "ms", options.Rows <= 1_000_000 ? 300 : 500, "lower"));
    }

    AnsiConsole.WriteLine("The queries are timed. Simulations: about a minute for each million rows");
    foreach (var candidate in new[] { 2, 3 })
        findings.Add(await PolicyTrial.Run(http, end.AddDays(-31), end, candidate));

    Report.Print($"Queries of the console, {options.Rows:N0} rows", findings, digits: 1);
    Report.Write(options.Json, findings);
    return 0;

    static string At(DateTimeOffset at) => Uri.EscapeDataString(at.ToString("O", CultureInfo.InvariantCulture));

    static async Task<string> Deep(HttpClient http, string to)
    {
        var page = JsonNode.Parse(await http.GetStringAsync(new Uri($"audit?limit=1&to={to}", UriKind.Relative)))!;
        return Uri.EscapeDataString((string)page["nextCursor"]!);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Sentinel.Integration.Tests;

/// <summary>A client with no valid credential, or only with a session's token, costs a node little and does not affect others.</summary>
[Collection(LimitedNode.Name)]
public sealed partial class AttackCostTests(LimitedParts parts)
{
    private const string Audit = "/api/v1/audit";

    private SentinelNode Node => parts.Node;

    [Fact]
    public async Task Guesses_WhenThereAreAThousand_LeaveNoLogAndAreCountedAndAuditedByTheSecond()
    {
        const int guesses = 1000;
        var (lines, counted) = (Lines(), await Counted());
        await Parallel.ForEachAsync(Enumerable.Range(0, guesses), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
            Assert.Contains((await Node.From("203.0.113.77", Audit, "nope")).Number, (int[])[401, 429]));
        await Probe.Until(async () => await Counted() - counted == guesses, "the metric has every guess");
        await Probe.Until(async () => (await Rows()).Sum(row => row.Count) == await Counted(), "the audit has what the metric has");
        // One sum for each write of the spool: one a second, and one for each of at most two deliveries.
        Assert.All((await Rows()).GroupBy(row => (row.Action, row.Second)), second => Assert.InRange(second.Count(), 1, 4));
        Assert.InRange(Lines() - lines, 0, 3);
    }

    /// <summary>The address has a bucket of 20, refilled at 10 a second; each key has one of 100.</summary>
    [Fact]
    public async Task Keys_WhenManyTenantsAndAGuesserShareAnAddress_HaveTheirOwnLimits()
    {
        const string shared = "203.0.113.78";
        string[] keys = [await TenantKey.Stored(Node), await TenantKey.Stored(Node), await TenantKey.Stored(Node)];
        foreach (var key in keys)
            await Probe.Until(async () => (await Node.From(shared, Audit, key)).Number == 200, "the node knows the key");
        const string guess = "sk_guessed0_made_up_and_long_enough_to_be_one";
        var guesses = Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Node.From(shared, Audit, guess)));
        var good = await Task.WhenAll(keys.SelectMany(key => Enumerable.Range(0, 40).Select(_ => Node.From(shared, Audit, key))));
        Assert.All(good, answer => Assert.Equal(200, answer.Number));
        Assert.Contains(await guesses, answer => answer.Number == 429);
    }

    [Fact]
    public async Task Key_WhenItWasGoodAndIsRevoked_PaysForItsAddress()
    {
        var key = (await Node.Client.CreateApiKey(["ADMIN"])).Expect(201);
        (await Node.From("203.0.113.79", Audit, key.Text("key"))).Expect(200);
        (await Node.Client.RevokeApiKey(key.Text("id"))).Expect(204);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Node.From("203.0.113.79", Audit, key.Text("key"))));
        Assert.Contains(answers, answer => answer.Number == 429);
    }

    /// <summary>A refused body costs more the longer it is: 250 KB count as 17 requests.</summary>
    [Fact]
    public async Task Address_WhenItsBodiesAreLongAndRefused_PaysByTheirLength()
    {
        var session = await Node.Client.Opened("u-long-bodies");
        var body = $$"""{"ignored":"{{new string('x', 250_000)}}"}""";
        var watch = Stopwatch.StartNew();
        var path = $"/api/v1/sessions/{session.Id}/batches";
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Node.From("203.0.113.80", path, session.Token, body)));
        var read = answers.Count(answer => answer.Number == 422);
        Assert.InRange(read, 1, 2 + (10 * (watch.Elapsed.TotalSeconds + 1) / 17));
        Assert.Equal(answers.Length - read, answers.Count(answer => answer is { Number: 429, Code: "too_many_requests" }));
    }

    /// <summary>Each request has its own address. The session has a bucket of 100, refilled at 20 a second.</summary>
    [Fact]
    public async Task Session_WhenItsBatchesAreRefusedTooOften_WaitsWhileItsEvaluationsAndOthersGoOn()
    {
        var (session, other) = (await Node.Client.Opened("u-refused"), await Node.Client.Opened("u-accepted"));
        var path = $"/api/v1/sessions/{session.Id}/batches";
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 400).Select(i => Node.From($"10.1.{i / 250}.{i % 250}", path, session.Token, "{}"))
        );
        var read = answers.Count(answer => answer.Number == 422);
        Assert.InRange(read, 100, 100 + (20 * (watch.Elapsed.TotalSeconds + 1)));
        var waiting = answers.Where(answer => answer is { Number: 429, Code: "too_many_batches" } && answer.Headers["Retry-After"].Any());
        Assert.Equal(answers.Length - read, waiting.Count());
        (await Node.Client.Evaluate(session.Id, "LOW")).Expect(200);
        Assert.Equal(0, (await Node.Client.Session(session.Id)).Expect(200).Value("batches"));
        (await Node.With(other.Token).Batch(other.Id, new Person(1, DateTimeOffset.UtcNow).Batch(1))).Expect(200);
    }

    private int Lines() => Node.Log.Count(character => character == '\n');

    /// <summary>The audit rows of guessed keys, both looked up and refused by the limit.</summary>
    private async Task<IReadOnlyList<(string Action, string Second, int Count)>> Rows() => [.. (await Node.Client.AuditRows(""))
        .Where(row => (string?)row["action"] is "unknown_key" or "address_limited")
        .Select(row => ((string)row["action"]!, ((string)row["decidedAt"]!)[..19], (int)row["count"]!))];

    private async Task<double> Counted() => Refused().Matches((await Node.Client.Get("/metrics")).Expect(200).Body)
        .Where(match => match.Groups[1].Value is "unknown_key" or "address_limited")
        .Sum(match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("""^sentinel_refusals\w*\{.*reason="(\w+)".*\} ([0-9.]+)""", RegexOptions.Multiline)]
    private static partial Regex Refused();
}

/// <summary>A node in Production with low limits behind a known proxy, so that each test can use its own addresses.</summary>
public sealed class LimitedParts : SharedNode
{
    protected override Task<NodeSettings> Settings() => Task.FromResult(new NodeSettings { Environment = "Production" }
        .With("Cors__Origins", "https://shop.example, https://bank.example").With("Proxies__Known", "127.0.0.1,::1")
        .With("AllowedHosts", "sentinel.example, *.bank.example").With("Limits__PerAddress", "10").With("Limits__PerKey", "50"));
}

[CollectionDefinition(Name)]
public sealed class LimitedNode : ICollectionFixture<LimitedParts>
{
    public const string Name = "Limited node";
}

internal static class Forwarding
{
    /// <summary>A call as the known proxy forwards it; a POST if there is a body.</summary>
    public static Task<Answer> From(
        this SentinelNode node,
        string client,
        string path,
        string? credential,
        string? body = null,
        string scheme = "https",
        string host = "sentinel.example"
    )
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        request.Headers.Add("X-Forwarded-For", client);
        request.Headers.Add("X-Forwarded-Proto", scheme);
        request.Headers.Host = host;
        return node.With(credential).Send(request);
    }
}

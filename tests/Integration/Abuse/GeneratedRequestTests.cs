using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Sentinel.Integration.Tests;

/// <summary>A node in Production for requests that no client should send.</summary>
public sealed class AbusedParts : SharedNode
{
    protected override Task<NodeSettings> Settings() =>
        Task.FromResult(
            new NodeSettings { Environment = "Production" }
                .With("Limits__PerKey", "0")
                .With("Limits__PerAddress", "0")
        );
}

/// <summary>
/// Sends thousands of generated bad requests to every call of the contract. Each is refused as documented, exposes no internals, and
/// changes nothing. <c>SENTINEL_SEED</c> repeats a run.
/// </summary>
public sealed class GeneratedRequestTests(AbusedParts parts, ITestOutputHelper output) : IClassFixture<AbusedParts>
{
    private const int AtOnce = 8;

    /// <summary>Kinds of faults that a failure message shows.</summary>
    private const int MaxShown = 20;

    /// <summary>Sending stops after this many faults.</summary>
    private const int MaxFaults = 2_000;

    private readonly int seed = int.Parse(Environment.GetEnvironmentVariable("SENTINEL_SEED") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public Task FourThousandBadRequests_WhenSent_AreRefusedAsDocumentedAndChangeNothing() => Run(4_000, seed);

    [Fact]
    [Trait("Category", "Long")]
    public Task AHundredThousandBadRequests_WhenSent_AreRefusedAsDocumentedAndChangeNothing() => Run(100_000, seed + 1);

    private async Task Run(int wanted, int withSeed)
    {
        var watch = Stopwatch.StartNew();
        var node = parts.Node;
        var admin = await TenantKey.Stored(node);
        var client = node.With(admin);
        await Probe.Until(async () => (await client.Get("/api/v1/keys")).Number == 200, "the node knows the new tenant's key");
        var contract = ApiContract.Of((await node.Client.Get("/swagger/v1/swagger.json")).Expect(200).Json!);
        var still = await Targets(client, 12, 1);
        var loose = await Targets(client, 24, 100);
        var keys = await Keyring(client, admin, loose[0]);
        // Each target has an opening, two batches, an evaluation and a ban; the stranger adds one opening.
        await Settled(client, rows: ((12 + 24) * 5) + 1);
        foreach (var target in still) await target.Remember();
        var before = await Tenant.Seen(client);

        var generator = new RequestGenerator(withSeed, contract, keys, still, loose);
        var rules = new AnswerRules(contract, [.. keys.All, JsonMutation.Typed, node.DataFolder]);
        var sent = await Send(wanted, withSeed, contract, generator, rules);
        var took = watch.Elapsed;
        output.WriteLine(
            $"seed {withSeed}: {sent.Refused.Values.Sum()} refused and {sent.Accepted.Count} accepted in {took.TotalSeconds:F1} s"
        );
        foreach (var (answer, count) in sent.Refused.OrderByDescending(pair => pair.Value))
            output.WriteLine($"{count, 7} {answer}");

        Assert.True(sent.Faults.IsEmpty, $"seed {withSeed}:\n{Summary(sent.Faults)}");
        Assert.True(sent.Refused.Values.Sum() >= wanted, $"Only {sent.Refused.Values.Sum()} requests were bad.");
        Assert.All(
            contract.Calls,
            call =>
                Assert.True(
                    sent.Refused.Keys.Any(key => key.StartsWith($"{call.Name}: ", StringComparison.Ordinal)),
                    $"{call.Name} was never refused."
                )
        );
        await AssertNothingChanged(client, before, still, loose, sent.Accepted);
    }

    private static async Task<IReadOnlyList<Target>> Targets(NodeClient client, int count, int firstSeed)
    {
        List<Target> targets = [];
        for (var i = 0; i < count; i++) targets.Add(await Target.Made(client, firstSeed + i));
        return targets;
    }

    private async Task<Keyring> Keyring(NodeClient client, string admin, Target target)
    {
        List<string> others = [target.Token];
        foreach (var scope in new[] { "INGEST", "SERVER", "ADMIN" })
            others.Add((await client.CreateApiKey([scope])).Expect(201).Text("key"));
        var revoked = (await client.CreateApiKey(["SERVER", "ADMIN"])).Expect(201);
        (await client.RevokeApiKey(revoked.Text("id"))).Expect(204);
        var foreign = await client.Opened($"u-{Guid.NewGuid():N}");
        return new(admin, others, foreign.Token, await TenantKey.Stored(parts.Node), revoked.Text("key"));
    }

    /// <summary>Sends requests until this many were refused.</summary>
    private async Task<Sent> Send(int wanted, int withSeed, ApiContract contract, RequestGenerator generator, AnswerRules rules)
    {
        var sent = new Sent();
        var (next, refused) = (0, 0);
        await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (
                            Volatile.Read(ref refused) < wanted
                            && Interlocked.Increment(ref next) is var index
                            && index <= 3 * wanted
                            && sent.Faults.Count < MaxFaults
                        )
                        {
                            var (call, request) = generator.Request(index);
                            try
                            {
                                var answer = await request.Send(parts.Node.Address);
                                if (rules.Fault(call, request, answer) is { } fault)
                                    sent.Faults.Enqueue(
                                        (
                                            fault,
                                            $"request {index} of seed {withSeed} for {call.Name}: {request}\nanswer: {answer.Number} "
                                                + $"{Start(answer.Body)}"
                                        )
                                    );
                                if (answer.Number is >= 200 and < 300)
                                {
                                    if (request.Method != "GET" && request.Credential != generator.Stranger)
                                        sent.Accepted.Enqueue(new(call.Name, request, answer));
                                }
                                // A node over its limit refuses without reading, which does not test the fault.
                                else if (answer.Number != 429)
                                {
                                    Interlocked.Increment(ref refused);
                                    sent.Refused.AddOrUpdate($"{call.Name}: {answer.Number} {answer.Code}", 1, (_, count) => count + 1);
                                }
                            }
                            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
                            {
                                sent.Faults.Enqueue(("no answer", $"request {index} of seed {withSeed} for {call.Name}: {request}\n{e}"));
                            }
                        }
                    })
                )
        );
        return sent;
    }

    /// <summary>
    /// Targets that got only invalid requests are unchanged. Each new audit row belongs to an accepted request, and each accepted request
    /// has its row.
    /// </summary>
    private static async Task AssertNothingChanged(
        NodeClient client,
        Tenant before,
        IReadOnlyList<Target> still,
        IReadOnlyList<Target> loose,
        IReadOnlyCollection<Accepted> accepted
    )
    {
        foreach (var target in still) await target.AssertAsRemembered();

        // Rows of erased users are gone or empty.
        var erased = accepted
            .Where(one => one.Call == "DELETE /api/v1/users/{userId}")
            .Select(one => Uri.UnescapeDataString(one.Request.Address.Split('?')[0].Split('/')[^1]))
            .ToHashSet();
        var gone = loose.Where(target => erased.Contains(target.User)).Select(target => target.Session).ToHashSet();
        var decided = accepted
            .Where(one =>
                one.Answer.Json?["decisionId"] is not null
                && (bool?)one.Answer.Json["degraded"] != true
                && !gone.Any(session => one.Request.Address.Contains(session, StringComparison.Ordinal))
            )
            .Select(one => one.Answer.Text("decisionId"))
            .ToHashSet();
        var sessionsMade = accepted
            .Where(one => one.Call == "POST /api/v1/sessions" && !one.Answer.Degraded)
            .ToDictionary(one => one.Answer.Text("sessionId"), one => UserOf(one.Request));
        var opened = sessionsMade.Where(made => !erased.Contains(made.Value)).Select(made => made.Key).ToHashSet();
        await Probe.Until(
            async () => (await Missing()).Count == 0,
            "what was accepted is in the audit",
            otherwise: async () => string.Join('\n', (await Missing()).Take(MaxShown))
        );
        var after = await Tenant.Seen(client);
        var kept = after.Audit.ToLookup(row => (string)row["decisionId"]!, row => row.ToJsonString());
        Assert.All(
            before.Audit.Where(row => !erased.Contains((string)row["userId"]!)),
            row => Assert.Equal(row.ToJsonString(), Assert.Single(kept[(string)row["decisionId"]!]))
        );
        var fresh = after.Audit.Where(row => !before.Decisions.Contains((string)row["decisionId"]!)).ToList();
        var (sessions, users) = (still.Select(target => target.Session).ToHashSet(), still.Select(target => target.User).ToHashSet());
        Assert.DoesNotContain(fresh, row => sessions.Contains((string?)row["sessionId"] ?? "") || users.Contains((string)row["userId"]!));
        Assert.All(
            fresh.Where(row => (string?)row["kind"] == "SESSION_OPENED" && row["sessionId"] is not null),
            row => Assert.Contains((string)row["sessionId"]!, sessionsMade.Keys)
        );
        Assert.All(
            fresh.Where(row =>
                ((string?)row["kind"] is "BATCH" or "EVALUATION" or "CHALLENGE")
                && row["sessionId"] is { } of
                && !gone.Contains((string)of!)
            ),
            row =>
                Assert.True(
                    decided.Contains((string)row["decisionId"]!) || accepted.Any(one => one.IsReceiptOf(row)),
                    $"Nobody was told of {row.ToJsonString()}"
                )
        );
        foreach (
            var (kind, call) in new[]
            {
                ("BAN", "POST /api/v1/bans"),
                ("BAN_LIFTED", "DELETE /api/v1/bans/{userId}"),
                ("SESSION_ENDED", "DELETE /api/v1/sessions/{sessionId}"),
                ("PROFILE_FORGOTTEN", "DELETE /api/v1/users/{userId}/profile"),
            }
        )
            Assert.InRange(fresh.Count(row => (string?)row["kind"] == kind), 0, accepted.Count(one => one.Call == call));

        var made = accepted.Where(one => one.Answer.Json?["key"] is not null).Select(one => one.Answer.Text("id")).ToHashSet();
        Assert.True(after.Keys.Keys.ToHashSet().SetEquals(before.Keys.Keys.Union(made)), "There are other keys than were made.");
        foreach (
            var (id, key) in before.Keys.Where(key => !accepted.Any(one => one.Request.Address.Contains(key.Key, StringComparison.Ordinal)))
        )
            Assert.Equal(Tenant.Still(key), Tenant.Still(after.Keys[id]));

        async Task<IReadOnlyList<string>> Missing()
        {
            var rows = await client.AuditRows("");
            var (decisions, seen) = (
                rows.Select(row => (string)row["decisionId"]!).ToHashSet(),
                rows.Select(row => (string?)row["sessionId"]).ToHashSet()
            );
            return
            [
                .. accepted
                    .Where(one =>
                        one.Answer.Json is { } json
                        && (
                            (decided.Contains((string?)json["decisionId"] ?? "") && !decisions.Contains((string)json["decisionId"]!))
                            || (opened.Contains((string?)json["sessionId"] ?? "") && !seen.Contains((string)json["sessionId"]!))
                        )
                    )
                    .Select(one => $"{one.Call}: {one.Request} {one.Answer.Body}"),
            ];
        }
    }

    /// <summary>The user as the server reads it: the last one, if there are several.</summary>
    private static string UserOf(WireRequest request)
    {
        var encoding =
            request.ContentType?.Contains("utf-16", StringComparison.OrdinalIgnoreCase) == true ? Encoding.Unicode : Encoding.UTF8;
        using var body = JsonDocument.Parse(encoding.GetString(request.Body!).TrimStart('\uFEFF'));
        return body
            .RootElement.EnumerateObject()
            .Last(member => member.Name.Equals("userId", StringComparison.OrdinalIgnoreCase))
            .Value.GetString()!;
    }

    /// <summary>Waits for the audit. Records of key changes are immediate and do not count.</summary>
    private static Task Settled(NodeClient client, int rows) =>
        Probe.Until(
            async () =>
                (await client.AuditRows("")).Count(row =>
                    (string)row["kind"]! != "DEGRADED" && !((string)row["kind"]!).StartsWith("KEY_", StringComparison.Ordinal)) == rows,
            "everything is in the audit"
        );

    /// <summary>How often each kind of fault occurred, with one example.</summary>
    private static string Summary(IEnumerable<(string What, string Where)> faults) =>
        string.Join(
            "\n\n",
            faults
                .GroupBy(fault => fault.What)
                .OrderByDescending(kind => kind.Count())
                .Take(MaxShown)
                .Select(kind => $"{kind.Count()} times: {kind.Key}\n{kind.First().Where}")
        );

    private static string Start(string text) => text.Length <= 1_000 ? text : text[..1_000];

    /// <summary>A request that was valid after all and may have changed something.</summary>
    private sealed record Accepted(string Call, WireRequest Request, Answer Answer)
    {
        /// <summary>The answer to a browser has only the sequence.</summary>
        public bool IsReceiptOf(JsonObject row) =>
            Answer.Json?["decisionId"] is null
            && (long?)Answer.Json?["sequence"] == (long?)row["sequence"]
            && Request.Address.Contains((string)row["sessionId"]!, StringComparison.Ordinal);
    }

    private sealed class Sent
    {
        public ConcurrentQueue<(string What, string Where)> Faults { get; } = [];

        public ConcurrentDictionary<string, int> Refused { get; } = [];

        public ConcurrentQueue<Accepted> Accepted { get; } = [];
    }
}

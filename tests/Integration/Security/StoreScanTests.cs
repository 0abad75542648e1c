using System.Text;
using System.Text.Json.Nodes;
using Sentinel.Domain.Telemetry;
using Sentinel.Unit.Tests;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Invariant 9 over everything that a working node stores: Redis, every table, the spool, and the log at its lowest level. Searches them,
/// as text and as bytes, for typed text, the order of its keys, API keys, tokens and event times.
/// </summary>
[Collection(PostgresParts.Name)]
public sealed class StoreScanTests(PostgresServer server, RedisServer redis) : IClassFixture<RedisServer>
{
    private const string Typed = "correcthorsebatterystaple", Field = "secret-field";

    [Fact]
    public async Task Stores_WhenANodeHasWorked_HoldNothingThatWasTypedAndNoSecret()
    {
        var database = await server.Database("scan");
        var settings = new NodeSettings { Redis = redis.ConnectionString, Postgres = database }
            .OnClientTime()
            .With("Learning__RetrainDelaySeconds", "0")
            .With("Logging__LogLevel__Default", "Trace")
            .With("Logging__LogLevel__Npgsql", "Trace")
            .With("Logging__LogLevel__Microsoft.EntityFrameworkCore", "Trace");
        await using var node = await SentinelNode.Started(settings);
        var session = await node.Client.Opened("u-1", "laptop");
        var challenge = (await node.Client.Evaluate(session.Id)).Expect(200).Text("challengeId");
        (await node.Client.Report(session.Id, challenge, "PASSED")).Expect(200);
        List<double> times = [];
        var typist = new Typist(1);
        var at = (double)DateTimeOffset.UtcNow.AddSeconds(1).ToUnixTimeMilliseconds();
        for (var sequence = 1; sequence <= 16; sequence++)
        {
            var keys = new JsonArray();
            var strokes = typist.Strokes(Typist.Length, at);
            for (var i = 0; i < strokes.Length; i++)
            {
                at = Math.Round(strokes[i].Down, 1);
                times.Add(at);
                keys.Add(
                    new JsonObject
                    {
                        ["code"] = $"Key{char.ToUpperInvariant(Typed[i])}",
                        ["down"] = at,
                        ["up"] = Math.Round(strokes[i].Up, 1),
                        ["field"] = Field,
                    }
                );
            }

            at += 400;
            keys.Add(new JsonObject { ["code"] = "ENTER", ["down"] = at, ["up"] = at + 75, ["field"] = Field });

            var batch = new JsonObject
            {
                ["userId"] = "u-1",
                ["sequence"] = sequence,
                ["sentAt"] = at + 500,
                ["timerResolution"] = 0.1,
                ["keys"] = keys,
            };
            (await (sequence % 2 == 0 ? node.Client : node.With(session.Token)).Batch(session.Id, batch)).Expect(200);
            at += 2_000;
        }

        var made = (await node.Client.CreateApiKey(["SERVER"], "shop")).Expect(201).Text("key");
        redis.Freeze();
        await Probe.Until(
            async () => (await node.With(made).Evaluate(session.Id)) is { Number: 200, Degraded: true },
            "a degraded answer goes to the spool"
        );
        redis.Thaw();
        await Probe.Until(async () => (await node.Client.AuditRows($"sessionId={session.Id}")).Count >= 19, "the audit is written");
        await Probe.Until(
            async () => (int?)(await node.Client.Get("/api/v1/users/u-1/profile")).Json?["learnt"]?["trainingSamples"] > 0,
            "samples are kept"
        );

        var inDatabase = await DatabaseCells.Read(database);
        node.Stop();

        var letters = Typed[..6].Select(letter => Enum.Parse<KeyCode>($"Key{char.ToUpperInvariant(letter)}")).ToArray();
        List<(string What, byte[] Bytes)> wanted =
        [
            .. new[] { Typed[..6], Field, settings.AdminKey, made, made[12..], session.Token, "\"KeyC\"", "KeyB, KeyA" }.Select(text =>
                (text, Encoding.UTF8.GetBytes(text))
            ),
            ("the order of keys", letters.Select(code => (byte)code).ToArray()),
            ("the order of keys", letters.SelectMany(code => BitConverter.GetBytes((ushort)code)).ToArray()),
            // The last events are part of a stream's open window.
            .. times.SkipLast(2).Select(time => ($"the time {time}", BitConverter.GetBytes(time))),
        ];
        var kept = await InRedis().ToListAsync();
        // The search finds data that may be stored.
        Assert.Contains(inDatabase, cell => cell.Where.StartsWith("public.training_samples", StringComparison.Ordinal));
        Assert.All(
            new IReadOnlyList<(string Where, byte[] Bytes)>[] { kept, inDatabase },
            store => Assert.Contains(store, cell => cell.Bytes.AsSpan().IndexOf("u-1"u8) >= 0)
        );
        foreach (
            var (where, bytes) in kept.Concat(inDatabase)
                .Concat(InFiles(node.DataFolder))
                .Append(("the log", Encoding.UTF8.GetBytes(node.Log)))
        )
        {
            foreach (var (what, needle) in wanted)
                Assert.False(bytes.AsSpan().IndexOf(needle) >= 0, $"{what} is in {where}");
        }

        foreach (var time in times)
            Assert.DoesNotContain(
                time.ToString("F1", System.Globalization.CultureInfo.InvariantCulture),
                node.Log,
                StringComparison.Ordinal
            );
    }

    private async IAsyncEnumerable<(string Where, byte[] Bytes)> InRedis()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var database = connection.GetDatabase();
        foreach (var key in connection.GetServer(connection.GetEndPoints()[0]).Keys())
        {
            yield return ($"the name of {key}", Encoding.UTF8.GetBytes(key.ToString()));
            RedisValue[] values = await database.KeyTypeAsync(key) switch
            {
                RedisType.String => [await database.StringGetAsync(key)],
                RedisType.Hash => [.. (await database.HashGetAllAsync(key)).SelectMany(field => new[] { field.Name, field.Value })],
                RedisType.List => await database.ListRangeAsync(key),
                RedisType.Set => await database.SetMembersAsync(key),
                RedisType.SortedSet => await database.SortedSetRangeByRankAsync(key),
                var other => throw new InvalidOperationException($"{key} is of the type {other}, which is not searched."),
            };
            foreach (var value in values) yield return (key.ToString(), (byte[])value!);
        }
    }

    private static IEnumerable<(string Where, byte[] Bytes)> InFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => (file, File.ReadAllBytes(file)));
}

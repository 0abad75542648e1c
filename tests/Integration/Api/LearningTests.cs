using System.Text.Json.Nodes;
using Sentinel.Domain.Profiles;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>
/// From a step-up to a baseline that every node scores with, through HTTP, the outbox, Hangfire and back to hot state; with both sets of
/// servers.
/// </summary>
public abstract class LearningTests(SentinelNode node)
{
    private const int Entries = 14;

    [Fact]
    public async Task Batches_WhenAChallengeWasPassed_TeachABaselineThatTheNextSessionsAreScoredWith()
    {
        var user = new Learner(node.Client, 1);
        await user.Enrol();
        var profile = await user.UntilPublished(1);
        var version = (int)profile["scoredWithVersion"]!;
        Assert.Equal("PUBLISHED", (string?)profile["learnt"]!["versions"]![0]!["status"]);
        Assert.Contains("fixed_text", profile["learnt"]!["versions"]![0]!["models"]!.AsArray().Select(model => (string?)model));
        Assert.Equal(1, (int)profile["knownDevices"]!);
        Assert.NotNull(Assert.Single(profile["devices"]!.AsArray())!["passedAt"]);
        Assert.Null(profile["ban"]);
        // So few entries tell little, and the profile says so.
        var enrolment = Assert.Single(profile["enrolment"]!.AsArray())!;
        Assert.Equal("fixed_text", (string?)enrolment["model"]);
        Assert.InRange((int)enrolment["samples"]!, FixedTextTemplate.MinEntries, Entries);
        Assert.InRange((double)enrolment["errorRate"]!, 0.2, 0.35);
        var content = (await node.Client.Get($"/api/v1/users/{user.Name}/profile/baseline")).Expect(200).Json!;
        Assert.Equal((version, "fixed_text"), ((int)content["version"]!, (string)content["models"]![0]!["model"]!));

        var again = await node.Client.Opened(user.Name, "laptop");
        var answer = await user.Enter(again, 6);
        Assert.Equal("ALLOW", answer.Decision);
        Assert.True(answer.Value("baselineVersion") >= version);
        Assert.Contains("anomaly.fixed_text_rhythm", answer.ReasonCodes);
        // On the known device, training continues without another step-up.
        await user.Enter(again, 2 * Entries, from: 7);
        Assert.True((int)(await user.UntilPublished(version + 1))["learnt"]!["publishedVersion"]! > version);
    }

    [Fact]
    public async Task Batches_WhenSomebodyElseEntersThePassword_AreChallengedNotBlocked()
    {
        var user = new Learner(node.Client, 1);
        await user.Enrol();
        await user.UntilPublished(1);
        var hijacked = await node.Client.Opened(user.Name, "elsewhere");
        var answers = await new Learner(node.Client, 2, user.Name).EnterEach(hijacked, 12);
        Assert.Contains(answers, answer => answer.Decision == "CHALLENGE");
        Assert.DoesNotContain(answers, answer => answer.Decision == "BLOCK");
        // The stranger's input waits in quarantine and is not used for training.
        string[] states = [];
        await Probe.Until(
            async () =>
            {
                var export = (await node.Client.Get($"/api/v1/users/{user.Name}/export")).Expect(200).Json!["user"]!;
                states = [.. export["trainingSamples"]!.AsArray()
                    .Where(sample => (string?)sample!["sessionId"] == hijacked.Id).Select(sample => (string)sample!["state"]!)];
                return states.Length > 0;
            },
            "their samples wait"
        );
        Assert.All(states, state => Assert.Contains(state, new[] { "QUARANTINED", "SUSPECT" }));
    }

    [Fact]
    public async Task RollBack_WhenAsked_ScoresWithTheEarlierVersionAndForgetWithNone()
    {
        var user = new Learner(node.Client, 1);
        await user.Enrol();
        var first = (int)(await user.UntilPublished(1))["scoredWithVersion"]!;
        await user.Enrol();
        await user.UntilPublished(first + 1);
        var session = await node.Client.Opened(user.Name, "laptop");
        var path = $"/api/v1/users/{user.Name}/profile";
        (await node.Client.Post($"{path}/rollback", new() { ["version"] = 99 })).Expect(409, "no_such_version");
        (await node.Client.Post($"{path}/rollback", new() { ["version"] = 0 })).Expect(422, "invalid_request");
        Assert.Equal(
            first,
            (int)(await node.Client.Post($"{path}/rollback", new() { ["version"] = first })).Expect(200).Json!["publishedVersion"]!
        );
        Assert.Equal(first, (await user.Enter(session, 1)).Value("baselineVersion"));

        (await node.Client.Send(new(HttpMethod.Delete, path))).Expect(204);
        Assert.Equal(0, (await user.Enter(session, 1, from: 2)).Value("baselineVersion"));
        Assert.Equal(0, (int)(await node.Client.Get(path)).Expect(200).Json!["learnt"]!["versions"]!.AsArray().Count);
        var kinds = (await node.Client.AuditRows($"userId={user.Name}")).Select(row => (string?)row["kind"]).ToHashSet();
        await Probe.Until(
            async () =>
                (kinds = [.. (await node.Client.AuditRows($"userId={user.Name}")).Select(row => (string?)row["kind"])]).Contains(
                    "PROFILE_FORGOTTEN"
                ),
            "it is audited"
        );
        Assert.Contains("BASELINE", kinds);
    }

    protected SentinelNode Node => node;

    /// <summary>A user who types a password in an individual rhythm, with a few seconds between entries.</summary>
    public sealed class Learner(NodeClient client, int seed, string? name = null)
    {
        private readonly Typist typist = new(seed);
        private double at = DateTimeOffset.UtcNow.AddSeconds(1).ToUnixTimeMilliseconds();

        public string Name { get; } = name ?? $"u-{Guid.NewGuid():N}";

        /// <summary>A session that passes a challenge first; its entries are then used for training.</summary>
        public async Task Enrol()
        {
            var session = await client.Opened(Name, "laptop");
            var challenge = (await client.Evaluate(session.Id)).Expect(200).Text("challengeId");
            (await client.Report(session.Id, challenge, "PASSED")).Expect(200);
            await Enter(session, Entries);
        }

        public async Task<Answer> Enter(OpenSession session, int entries, int from = 1) => (await EnterEach(session, entries, from))[^1];

        public async Task<IReadOnlyList<Answer>> EnterEach(OpenSession session, int entries, int from = 1)
        {
            List<Answer> answers = [];
            for (var sequence = from; sequence < from + entries; sequence++)
            {
                var strokes = typist.Strokes(Typist.Length, at);
                var enter = strokes[^1].Up + 120;
                var keys = strokes
                    .Select(stroke => Key("MASKED", stroke.Down, stroke.Up))
                    .Append(Key("ENTER", enter, enter + 75))
                    .ToArray();
                at = enter + 2_500;
                answers.Add(
                    (
                        await client.Batch(
                            session.Id,
                            new()
                            {
                                ["userId"] = Name,
                                ["sequence"] = sequence,
                                ["sentAt"] = at - 2_000,
                                ["timerResolution"] = 0.1,
                                ["keys"] = new JsonArray(keys),
                            }
                        )
                    ).Expect(200)
                );
            }

            return answers;
        }

        /// <summary>
        /// Waits until this version is in use, or a later one: a drain may end between two entries, and then each part makes a version.
        /// </summary>
        public async Task<JsonObject> UntilPublished(int version)
        {
            JsonObject? profile = null;
            await Probe.Until(
                async () =>
                    (profile = (await client.Get($"/api/v1/users/{Name}/profile")).Json)?["scoredWithVersion"] is { } scored
                    && (int)scored >= version,
                $"version {version} is in use",
                otherwise: () => Task.FromResult($"the profile is {profile?.ToJsonString()}")
            );
            return profile!;
        }

        private static JsonObject Key(string code, double down, double up) =>
            new()
            {
                ["code"] = code,
                ["down"] = Math.Round(down, 1),
                ["up"] = Math.Round(up, 1),
                ["field"] = "password",
            };
    }
}

public sealed class EmbeddedLearningTests(EmbeddedLearningTests.Parts parts)
    : LearningTests(parts.Node),
        IClassFixture<EmbeddedLearningTests.Parts>
{
    public sealed class Parts : SharedNode
    {
        protected override Task<NodeSettings> Settings() =>
            Task.FromResult(new NodeSettings().OnClientTime().With("Learning__RetrainDelaySeconds", "0"));
    }
}

public sealed class ServedLearningTests(ServedLearningTests.Parts parts)
    : LearningTests(parts.Node),
        IClassFixture<ServedLearningTests.Parts>
{
    [Fact]
    public async Task Publish_WhenAnotherNodeTrained_IsPickedUpInTheRunningSessionWithoutARestart()
    {
        await using var second = await SentinelNode.Started(Node.Settings.With("Jobs__Drain", "false"));
        var user = new Learner(Node.Client, 1);
        var elsewhere = new Learner(second.Client, 1, user.Name);
        var running = await second.Client.Opened(user.Name, "laptop");
        Assert.Equal(0, (await elsewhere.Enter(running, 1)).Value("baselineVersion"));
        await user.Enrol();
        await user.UntilPublished(1);
        Assert.True((await elsewhere.Enter(running, 1, from: 2)).Value("baselineVersion") >= 1);
    }

    [Fact]
    public async Task Open_WhenHotStateHasLostTheBaseline_GetsItBackAndUntilThenNobodyIsTrusted()
    {
        var user = new Learner(Node.Client, 1);
        await user.Enrol();
        var version = (int)(await user.UntilPublished(1))["scoredWithVersion"]!;
        await using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(parts.Redis.ConnectionString);
        var id = Sentinel.Domain.Sessions.UserId.Parse(user.Name);
        var partition = Sentinel.Domain.Sessions.Partition.Of(Sentinel.Domain.Sessions.TenantId.Default, id);
        var key = Infrastructure.HotState.RedisKeys.Baseline(Sentinel.Domain.Sessions.TenantId.Default, partition, id);
        Assert.True(await redis.GetDatabase().KeyDeleteAsync(key));
        Node.Kill();
        await Node.Start();
        var session = await Node.Client.Opened(user.Name, "laptop");
        await Probe.Until(() => redis.GetDatabase().KeyExistsAsync(key), "the session's opening has brought it back");
        Assert.True((await user.Enter(session, 1)).Value("baselineVersion") >= version);
    }

    public sealed class Parts : SharedNode
    {
        private readonly PostgresServer _postgres = new();

        public RedisServer Redis { get; } = new();

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Redis.DisposeAsync();
            await _postgres.DisposeAsync();
        }

        protected override async Task<NodeSettings> Settings()
        {
            await Redis.InitializeAsync();
            await _postgres.InitializeAsync();
            return new NodeSettings { Redis = Redis.ConnectionString, Postgres = await _postgres.Database("learning") }
                .OnClientTime()
                .With("Learning__RetrainDelaySeconds", "0");
        }
    }
}

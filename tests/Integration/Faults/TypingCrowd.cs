using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>
/// People type through one or several nodes while something fails. Like a browser, each sends a batch again, to any node, until it is
/// accepted. The numbers of people and batches are bounded.
/// </summary>
internal sealed class TypingCrowd(IReadOnlyList<SentinelNode> nodes, int people, int batches)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<(double Milliseconds, Answer? Answer)> _answers = [];
    private int _accepted;

    public List<OpenSession> Sessions { get; } = [];

    /// <summary>Batches acknowledged so far.</summary>
    public int Accepted => _accepted;

    public IReadOnlyList<Answer> Answers => [.. _answers.Select(answer => answer.Answer).OfType<Answer>()];

    public IReadOnlyList<Answer> Degraded => [.. Answers.Where(answer => answer.Number == 200 && answer.Degraded)];

    public async Task Open()
    {
        for (var i = 0; i < people; i++) Sessions.Add(await nodes[i % nodes.Count].Client.Opened($"u-{Guid.NewGuid():N}"));
    }

    public Task Run() => Task.WhenAll(Sessions.Select((session, i) => Task.Run(() => Type(session, i))));

    public Task Until(int accepted) =>
        Probe.Until(() => Accepted >= accepted, $"{accepted} batches are accepted", TimeSpan.FromSeconds(60));

    /// <summary>Median and 99th percentile of the time until an answer, in ms.</summary>
    public string Waits()
    {
        var waits = _answers.Where(answer => answer.Answer is not null).Select(answer => answer.Milliseconds).Order().ToArray();
        return $"{waits.Length} answers ({Degraded.Count} degraded), {_answers.Count - waits.Length} without; clients waited p50 "
            + $"{waits[waits.Length / 2]:F1} ms, p99 {waits[waits.Length * 99 / 100]:F1} ms";
    }

    /// <summary>Asserts that the audit has exactly each session's opening and batches, once each, in one unbroken chain.</summary>
    public async Task AssertAudited(NodeClient client)
    {
        foreach (var session in Sessions)
        {
            IReadOnlyList<JsonObject> commits = [];
            await Probe.Until(
                async () =>
                    (
                        commits = [
                            .. (await client.AuditRows($"sessionId={session.Id}"))
                                .Where(row => (string)row["kind"]! != "DEGRADED")
                                .OrderBy(row => (long)row["commitNumber"]!),
                        ]
                    ).Count > batches,
                "the session's commits are in the audit",
                TimeSpan.FromSeconds(60)
            );
            Assert.Equal(Enumerable.Range(1, batches + 1).Select(n => (long)n), commits.Select(row => (long)row["commitNumber"]!));
            Assert.Equal(
                commits.SkipLast(1).Select(row => (string?)row["commitId"]),
                commits.Skip(1).Select(row => (string?)row["previousCommitId"])
            );
            Assert.Equal(
                Enumerable.Range(1, batches).Select(n => (long?)n),
                commits.Select(row => (long?)row["sequence"]).OfType<long>().Order().Select(n => (long?)n)
            );
            // Hot state may have come back a moment ago, and a busy machine misses the time limit: clients ask again.
            Answer state = null!;
            await Probe.Until(async () => (state = await client.Session(session.Id)).Number != 503, "the session can be read");
            Assert.Equal(batches, state.Expect(200).Value("batches"));
        }
    }

    private async Task Type(OpenSession session, int number)
    {
        var (person, dice) = (new Person(number, DateTimeOffset.UtcNow.AddSeconds(1)), new Random(number));
        for (var sequence = 1; sequence <= batches; sequence++)
        {
            var batch = person.Batch(sequence, session.User);
            var patience = Stopwatch.StartNew();
            while (!await Accept(nodes[dice.Next(nodes.Count)], session, batch))
            {
                if (patience.Elapsed > Patience) throw new TimeoutException($"Batch {sequence} was not accepted within {Patience}.");
                await Task.Delay(dice.Next(20, 80));
            }

            Interlocked.Increment(ref _accepted);
        }
    }

    private async Task<bool> Accept(SentinelNode node, OpenSession session, JsonObject batch)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var answer = await node.Client.Batch(session.Id, batch);
            _answers.Enqueue((watch.Elapsed.TotalMilliseconds, answer));
            return answer.Number == 200 && !answer.Degraded;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException or InvalidOperationException)
        {
            // The node is gone; the next attempt reaches another node or the restarted one.
            _answers.Enqueue((watch.Elapsed.TotalMilliseconds, null));
            return false;
        }
    }
}

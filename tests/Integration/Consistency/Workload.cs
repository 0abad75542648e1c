using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Concurrent clients of the same users and sessions through several nodes: batches of people and bots, duplicates, reorderings, repeated
/// sequences with other content, evaluations, step-ups, bans, openings and ends. Records all calls.
/// </summary>
internal sealed class Workload(IReadOnlyList<SentinelNode> nodes, int seed)
{
    private const int Users = 4;
    private const int SessionsPerUser = 2;
    private const int WritersPerSession = 3;

    private readonly ConcurrentQueue<Call> _calls = [];
    private readonly ConcurrentQueue<OpenSession> _visits = [];

    public IReadOnlyCollection<Call> Calls => _calls;

    public List<OpenSession> Sessions { get; } = [];

    /// <summary>Includes the sessions opened during the run.</summary>
    public IEnumerable<OpenSession> All => Sessions.Concat(_visits);

    /// <summary>Opens them one by one, so that each answer is received.</summary>
    public async Task Open()
    {
        for (var i = 0; i < Users * SessionsPerUser; i++)
        {
            var (user, node) = ($"u-{seed}-{i % Users}", nodes[i % nodes.Count].Client);
            var call = await Record(
                CallKind.Open,
                user,
                "",
                new() { ["deviceId"] = $"device-{i % 3}" },
                () => node.Open(user, $"device-{i % 3}")
            );
            Sessions.Add(new(call.Answer!.Expect(201).Text("sessionId"), call.Answer.Text("ingestToken"), user));
        }
    }

    public Task Run(int steps) =>
        Task.WhenAll(
            Sessions
                .SelectMany(
                    (session, i) =>
                        Enumerable
                            .Range(0, WritersPerSession)
                            .Select(writer => Task.Run(() => Write(session, (i * WritersPerSession) + writer, steps)))
                )
                .Concat(
                    Sessions
                        .Select(session => session.User)
                        .Distinct()
                        .SelectMany(
                            (user, i) =>
                                new[] { Task.Run(() => BanAndLift(user, i, steps / 12)), Task.Run(() => Visit(user, i, steps / 3)) }
                        )
                )
        );

    public Task End() => Record(CallKind.End, Sessions[^1].User, Sessions[^1].Id, [], () => nodes[0].Client.End(Sessions[^1].Id));

    private async Task Write(OpenSession session, int writer, int steps)
    {
        var dice = new Random((seed * 1000) + writer);
        var start = DateTimeOffset.UtcNow.AddSeconds(1);
        Behaviour hand = writer % 5 == 4 ? new Bot(writer, start) : new Person((seed * 1000) + writer, start);
        // The third writer shares the stream and sequences of the first, so most of its batches lose.
        var stream = $"tab-{writer % WritersPerSession % 2}";
        List<JsonObject> sent = [];
        for (long sequence = 1; sent.Count < steps; sequence++)
        {
            var batch = hand.Batch(sequence, session.User, stream);
            sent.Add(batch);
            switch (dice.Next(10))
            {
                case 0:
                    var overtaking = hand.Batch(++sequence, session.User, stream);
                    sent.Add(overtaking);
                    await Task.WhenAll(Send(overtaking), Send(batch));
                    break;
                case 1:
                    await Task.WhenAll(Send(batch), Send(batch));
                    break;
                case 2:
                    await Send(batch);
                    await Send(sent[dice.Next(sent.Count)]);
                    break;
                case 3:
                    await Send(batch);
                    await Send(hand.Batch(dice.NextInt64(1, sequence + 1), session.User, stream));
                    break;
                case 4:
                    await Task.WhenAll(Send(batch), StepUp());
                    break;
                default:
                    await Send(batch);
                    break;
            }
        }

        // Like a browser, sends a batch that was not accepted again, to any node.
        async Task Send(JsonObject body)
        {
            for (var attempt = 0; attempt < 6; attempt++)
            {
                var call = await Record(CallKind.Batch, session.User, session.Id, body, () => Node().Batch(session.Id, body));
                if (!call.MayHaveHappened) return;
                await Task.Delay(dice.Next(50, 250));
            }
        }

        async Task StepUp()
        {
            var sensitivity = new[] { "LOW", "MEDIUM", "HIGH" }[dice.Next(3)];
            var call = await Record(
                CallKind.Evaluation,
                session.User,
                session.Id,
                new() { ["sensitivity"] = sensitivity },
                () => Node().Evaluate(session.Id, sensitivity)
            );
            if (call.Heard && (string?)call.Answer!.Json!["challengeId"] is { } challenge && dice.Next(2) == 0)
            {
                var outcome = dice.Next(4) == 0 ? "FAILED" : "PASSED";
                JsonObject body = new() { ["challengeId"] = challenge, ["outcome"] = outcome };
                await Record(CallKind.Report, session.User, session.Id, body, () => Node().Report(session.Id, challenge, outcome));
            }
        }

        NodeClient Node() => nodes[dice.Next(nodes.Count)].Client;
    }

    /// <summary>
    /// Opens and ends sessions: each starts from what the user's other sessions have left, and ends while it is still written to.
    /// </summary>
    private async Task Visit(string user, int index, int times)
    {
        var dice = new Random((seed * 1000) + 700 + index);
        for (var i = 0; i < times; i++)
        {
            await Task.Delay(dice.Next(20, 200));
            var opened = await Record(
                CallKind.Open,
                user,
                "",
                new() { ["deviceId"] = $"device-{i % 3}" },
                () => Node().Open(user, $"device-{i % 3}")
            );
            if (!opened.Heard)
                continue;
            var session = new OpenSession(opened.Answer!.Text("sessionId"), opened.Answer.Text("ingestToken"), user);
            _visits.Enqueue(session);
            var person = new Person((seed * 1000) + (index * 100) + i, DateTimeOffset.UtcNow.AddSeconds(1));
            var batches = Enumerable.Range(1, 4).Select(sequence => person.Batch(sequence, user)).ToList();
            foreach (var batch in batches.Take(3)) await Batch(session, batch);
            await Task.WhenAll(Batch(session, batches[3]), Record(CallKind.End, user, session.Id, [], () => Node().End(session.Id)));
        }

        Task Batch(OpenSession session, JsonObject body) =>
            Record(CallKind.Batch, user, session.Id, body, () => Node().Batch(session.Id, body));

        NodeClient Node() => nodes[dice.Next(nodes.Count)].Client;
    }

    private async Task BanAndLift(string user, int index, int times)
    {
        var dice = new Random((seed * 1000) + 500 + index);
        for (var i = 0; i < times; i++)
        {
            await Task.Delay(dice.Next(100, 600));
            await Record(CallKind.Ban, user, "", [], () => nodes[dice.Next(nodes.Count)].Client.Ban(user));
            await Task.Delay(dice.Next(50, 200));
            await Record(CallKind.Lift, user, "", [], () => nodes[dice.Next(nodes.Count)].Client.Lift(user));
        }
    }

    private async Task<Call> Record(CallKind kind, string user, string session, JsonObject body, Func<Task<Answer>> send)
    {
        var start = Stopwatch.GetTimestamp();
        Answer? answer = null;
        try
        {
            answer = await send();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            // The outcome is unknown.
        }

        var call = new Call(kind, user, session, (JsonObject)body.DeepClone(), start, Stopwatch.GetTimestamp(), answer);
        _calls.Enqueue(call);
        return call;
    }
}

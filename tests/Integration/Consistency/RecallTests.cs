using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>A node recalls the states that it wrote last. A recall never replaces a stored state that has changed.</summary>
[Collection(SharedTwoNodes.Name)]
public sealed class RecallTests(TwoNodes nodes)
{
    private static DateTimeOffset Soon => DateTimeOffset.UtcNow.AddSeconds(1);

    [Fact]
    public async Task Score_WhenTheStateExpired_DoesNotWriteItBack()
    {
        var (session, person) = await Warm();
        await nodes.Redis.KeyDeleteAsync(TwoNodes.KeyOf(session));
        (await nodes.First.Client.Batch(session.Id, person.Batch(4, session.User))).Expect(404, "session_expired");
        (await nodes.First.Client.Evaluate(session.Id)).Expect(404, "session_expired");
        Assert.False(await nodes.Redis.KeyExistsAsync(TwoNodes.KeyOf(session)));
    }

    [Fact]
    public async Task Score_WhenTheUserWasErased_WritesNeitherUserNorSessionBack()
    {
        var (session, person) = await Warm();
        await nodes.Redis.KeyDeleteAsync([TwoNodes.KeyOf(session), TwoNodes.KeyOfUser(session)]);
        (await nodes.First.Client.Batch(session.Id, person.Batch(4, session.User))).Expect(404, "session_expired");
        Assert.False(await nodes.Redis.KeyExistsAsync(TwoNodes.KeyOfUser(session)));
    }

    /// <summary>With <c>appendfsync everysec</c>, a Redis that crashed returns up to a second older.</summary>
    [Fact]
    public async Task Score_WhenRedisLostItsLastSecond_GoesOnFromWhatIsStored()
    {
        var (session, person) = await Warm();
        var older = await nodes.Redis.StringGetAsync(TwoNodes.KeyOf(session));
        var lost = person.Batch(4, session.User);
        (await nodes.First.Client.Batch(session.Id, lost)).Expect(200);
        await nodes.Redis.StringSetAsync(TwoNodes.KeyOf(session), older);

        (await nodes.First.Client.Batch(session.Id, person.Batch(5, session.User))).Expect(200);

        var stored = (await nodes.Stored(session))!;
        Assert.Equal((4, 5L), (stored.Batches, stored.CommitNumber));
        // The lost batch is unknown, so it is scored when it is sent again, as a sequence below the highest.
        (await nodes.First.Client.Batch(session.Id, lost)).Expect(200);
        Assert.Equal(5L, (await nodes.Stored(session))!.Streams.Single().Sequences.Highest);
    }

    [Fact]
    public async Task Score_WhenAnotherNodeWroteMeanwhile_GoesOnFromThere()
    {
        var (session, person) = await Warm();
        for (var sequence = 4; sequence <= 12; sequence++)
        {
            var node = sequence % 2 == 0 ? nodes.Second : nodes.First;
            (await node.Client.Batch(session.Id, person.Batch(sequence, session.User))).Expect(200);
        }

        Assert.Equal((12, 13L), ((await nodes.Stored(session))!.Batches, (await nodes.Stored(session))!.CommitNumber));
    }

    [Fact]
    public async Task Evaluate_WhenBatchesComeByAnotherNode_NeverSetsTheHighestSequenceBack()
    {
        var (session, person) = await Warm();
        var batches = Enumerable.Range(4, 40).Select(sequence => person.Batch(sequence, session.User)).ToList();
        var evaluating = true;
        var evaluations = Task.Run(async () =>
        {
            var count = 0;
            for (; evaluating; count++) await nodes.First.Client.Evaluate(session.Id, "LOW");
            return count;
        });
        foreach (var batch in batches)
        {
            var answer = await Scored(batch);
            Assert.Equal((long)batch["sequence"]!, (await nodes.Stored(session))!.Streams.Single().Sequences.Highest);
            Assert.Equal((long)batch["sequence"]!, (long)answer.Value("sequence"));
        }

        evaluating = false;
        Assert.True(await evaluations > 0);
        Assert.Equal(43, (await nodes.Stored(session))!.Batches);

        async Task<Answer> Scored(JsonObject batch)
        {
            while (true)
            {
                var answer = await nodes.Second.Client.Batch(session.Id, batch);
                if (answer.Number == 200) return answer;
                answer.Expect(503, "contended");
                Assert.Equal("1", answer.Headers["Retry-After"].Single());
            }
        }
    }

    [Fact]
    public async Task Ban_WhenMadeOnOneNode_IsObeyedByTheNextBatchOnAny()
    {
        var (session, person) = await Warm();
        (await nodes.Second.Client.Batch(session.Id, person.Batch(4, session.User))).Expect(200);
        (await nodes.First.Client.Batch(session.Id, person.Batch(5, session.User))).Expect(200);
        (await nodes.Second.Client.Ban(session.User)).Expect(201);
        Assert.Equal("BLOCK", (await nodes.First.Client.Batch(session.Id, person.Batch(6, session.User))).Expect(200).Decision);
        Assert.Equal(204, (await nodes.First.Client.Lift(session.User)).Number);
        Assert.NotEqual("BLOCK", (await nodes.Second.Client.Batch(session.Id, person.Batch(7, session.User))).Expect(200).Decision);
    }

    [Fact]
    public async Task Score_WhenManyWriteOneSession_AnswersEachOnceOrSaysThatItIsContended()
    {
        var session = await nodes.First.Client.Opened($"u-{Guid.NewGuid():N}");
        var hands = Enumerable.Range(0, 4).Select(i => (Stream: $"tab-{i}", Person: new Person(i, Soon))).ToList();
        var answers = await Task.WhenAll(hands.SelectMany((hand, i) => Enumerable.Range(1, 6).Select(sequence =>
            (i % 2 == 0 ? nodes.First : nodes.Second).Client.Batch(session.Id, hand.Person.Batch(sequence, session.User, hand.Stream)))));
        Assert.All(answers, answer => Assert.True(answer.Number == 200 || answer is { Number: 503, Code: "contended" }, answer.Body));
        Assert.All(answers.Where(answer => answer.Number == 503), answer => Assert.Equal("1", answer.Headers["Retry-After"].Single()));
        var stored = (await nodes.Stored(session))!;
        var scored = answers.Count(answer => answer.Number == 200);
        Assert.Equal((scored, scored + 1L), (stored.Batches, stored.CommitNumber));
    }

    [Theory]
    [InlineData("a newer version"), InlineData("half of it")]
    public async Task Score_WhenTheUsersSanctionsAreUnreadable_ChallengesSinceThereMayBeABan(string fault)
    {
        var (session, person) = await Warm();
        (await nodes.First.Client.Ban(session.User)).Expect(201);
        var key = TwoNodes.KeyOfUser(session);
        var sanctions = (byte[])(await nodes.Redis.HashGetAsync(key, "d"))!;
        var damaged = fault == "half of it" ? sanctions[..(sanctions.Length / 2)] : [99, .. sanctions.Skip(1)];
        await nodes.Redis.HashSetAsync(key, "d", damaged);

        foreach (var node in new[] { nodes.Second, nodes.First })
        {
            var answer = (await node.Client.Batch(session.Id, person.Batch(4, session.User))).Expect(200);
            Assert.Equal((true, "CHALLENGE"), (answer.Degraded, answer.Decision));
            (await node.Client.Get($"/api/v1/bans/{session.User}")).Expect(503, "hot_state_unavailable");
        }

        Assert.Equal(damaged, (byte[])(await nodes.Redis.HashGetAsync(key, "d"))!);
        Assert.Contains("sentinel_states_unreadable", (await nodes.Second.Client.Get("/metrics")).Body, StringComparison.Ordinal);
        (await nodes.First.Client.Ban(session.User)).Expect(201);
        Assert.Equal("BLOCK", (await nodes.Second.Client.Batch(session.Id, person.Batch(4, session.User))).Expect(200).Decision);
    }

    [Theory]
    [InlineData("a newer version"), InlineData("a damaged byte"), InlineData("half of it"), InlineData("something else")]
    public async Task Score_WhenTheStoredStateIsUnreadable_StartsAnewAndSaysSo(string fault)
    {
        var (session, person) = await Warm();
        var bytes = (byte[])(await nodes.Redis.StringGetAsync(TwoNodes.KeyOf(session)))!;
        // With the commit id of the node's recall, the node would simply write its state again.
        bytes[0] ^= 1;
        byte[] unreadable = fault switch
        {
            "a newer version" => [.. bytes[..16], 99, .. bytes[17..]],
            "a damaged byte" => [.. bytes[..100], (byte)~bytes[100], .. bytes[101..]],
            "half of it" => bytes[..(bytes.Length / 2)],
            _ => "else"u8.ToArray(),
        };
        foreach (var (node, sequence) in new[] { (nodes.First, 4), (nodes.Second, 5) })
        {
            await nodes.Redis.StringSetAsync(TwoNodes.KeyOf(session), unreadable);
            var answer = (await node.Client.Batch(session.Id, person.FreeText(sequence, session.User, strokes: 3))).Expect(200);
            Assert.Equal("COLD_START", answer.Phase);
            Assert.Contains("context.state_unreadable", answer.ReasonCodes);
            Assert.Equal((1, 1L), ((await nodes.Stored(session))!.Batches, (await nodes.Stored(session))!.CommitNumber));
        }
    }

    /// <summary>A session whose state the first node has just written.</summary>
    private async Task<(OpenSession Session, Person Person)> Warm()
    {
        var session = await nodes.First.Client.Opened($"u-{Guid.NewGuid():N}");
        var person = new Person(1, Soon);
        for (var sequence = 1; sequence <= 3; sequence++)
            (await nodes.First.Client.Batch(session.Id, person.Batch(sequence, session.User))).Expect(200);
        return (session, person);
    }
}

using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>Invariants 1 and 2: a sequence is scored at most once, and no accepted batch is lost, in any order of requests.</summary>
public abstract class SequenceTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Score_WhenSentAgain_GivesTheSameAnswer()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(1, Soon);
        var batches = Enumerable.Range(1, 5).Select(n => person.Batch(n, session.User)).ToList();
        List<Answer> first = [];
        foreach (var batch in batches) first.Add((await Client.Batch(session.Id, batch)).Expect(200));
        foreach (var (batch, answer) in batches.Zip(first))
            Assert.Equal(answer.Body, (await Client.Batch(session.Id, batch)).Expect(200).Body);
        Assert.Equal(5, (await Client.Session(session.Id)).Value("batches"));
    }

    [Fact]
    public async Task Score_WhenASequenceNamesOtherContent_IsRefused()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(2, Soon);
        (await Client.Batch(session.Id, person.Batch(1, session.User))).Expect(200);
        (await Client.Batch(session.Id, person.Batch(1, session.User))).Expect(409, "sequence_reused");
    }

    [Fact]
    public async Task Score_WhenTheAnswerIsNoLongerKept_IsAlreadyScored()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(3, Soon);
        var first = person.FreeText(1, session.User);
        (await Client.Batch(session.Id, first)).Expect(200);
        for (var sequence = 2; sequence <= 33; sequence++)
            (await Client.Batch(session.Id, person.FreeText(sequence, session.User, strokes: 1))).Expect(200);
        (await Client.Batch(session.Id, first)).Expect(409, "already_scored");
        Assert.Equal(33, (await Client.Session(session.Id)).Value("batches"));
    }

    [Fact]
    public async Task Score_WhenSequencesComeLate_AcceptsThemUpTo64Behind()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(4, Soon);
        (await Client.Batch(session.Id, person.FreeText(100, session.User))).Expect(200);
        (await Client.Batch(session.Id, person.FreeText(35, session.User))).Expect(409, "already_scored");
        (await Client.Batch(session.Id, person.FreeText(36, session.User))).Expect(200);
        (await Client.Batch(session.Id, person.FreeText(99, session.User))).Expect(200);
        Assert.Equal(3, (await Client.Session(session.Id)).Value("batches"));
    }

    [Fact]
    public async Task Score_WhenThereIsAGap_AcceptsAndSaysSo()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(5, Soon);
        (await Client.Batch(session.Id, person.Batch(1, session.User))).Expect(200);
        var after = (await Client.Batch(session.Id, person.Batch(9, session.User))).Expect(200);
        Assert.Equal("ALLOW", after.Decision);
        Assert.Contains("context.gap", after.ReasonCodes);
    }

    [Fact]
    public async Task Score_WhenKeyStrokesComeOutOfOrder_IsNeutralAndCounts()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(6, Soon);
        var before = (await Client.Batch(session.Id, person.FreeText(1, session.User, strokes: 3))).Expect(200);
        var shuffled = person.FreeText(2, session.User, strokes: 5);
        shuffled["keys"] = new JsonArray([.. shuffled["keys"]!.AsArray().Reverse().Select(key => key!.DeepClone())]);
        var after = (await Client.Batch(session.Id, shuffled)).Expect(200);
        Assert.Equal((before.Trust, "ALLOW"), (after.Trust, after.Decision));
        Assert.Contains("context.out_of_order", after.ReasonCodes);
        Assert.Equal(4, (await Client.Session(session.Id)).Value("outOfOrder"));
    }

    [Fact]
    public async Task Score_WhenStreamsDiffer_CountsTheirSequencesApart()
    {
        var session = await Client.Opened(NewUser());
        for (var stream = 1; stream <= 4; stream++)
        {
            var answer = (await Client.Batch(session.Id, new Person(stream, Soon).FreeText(1, session.User, $"tab-{stream}"))).Expect(200);
            Assert.Equal($"tab-{stream}", answer.Text("stream"));
        }

        Assert.Equal(4, (await Client.Session(session.Id)).Value("batches"));
    }

    [Fact]
    public async Task Score_WhenAStreamFellSilentBehindManyOthers_StaysClosed()
    {
        var session = await Client.Opened(NewUser());
        var first = new Person(1, Soon).FreeText(1, session.User, "tab-1");
        (await Client.Batch(session.Id, first)).Expect(200);
        for (var stream = 2; stream <= 40; stream++)
            (
                await Client.Batch(
                    session.Id,
                    new Person(stream, Soon.AddSeconds(5 * stream)).FreeText(1, session.User, $"tab-{stream}", strokes: 2)
                )
            ).Expect(200);
        foreach (var sequence in new[] { 1, 2 })
        {
            first["sequence"] = sequence;
            var answer = await Client.Batch(session.Id, first);
            Assert.True(answer.Code is "stream_closed" or "already_scored", answer.Body);
        }

        (await Client.Batch(session.Id, new Person(41, Soon.AddSeconds(300)).FreeText(2, session.User, "tab-40"))).Expect(200);
        Assert.Equal(41, (await Client.Session(session.Id)).Value("batches"));
    }

    [Fact]
    public async Task Score_WhenOneSequenceIsPostedTwiceAtOnce_ScoresItOnce()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(7, Soon);
        for (var sequence = 1; sequence <= 10; sequence++)
        {
            var batch = person.Batch(sequence, session.User);
            var answers = await Task.WhenAll(Client.Batch(session.Id, batch), Client.Batch(session.Id, batch));
            Assert.All(answers, answer => answer.Expect(200));
            Assert.Equal(answers[0].Body, answers[1].Body);
        }

        Assert.Equal(10, (await Client.Session(session.Id)).Value("batches"));
        var rows = await AuditOf(session, 11);
        Assert.Equal(11, rows.Count);
        AssertUnbrokenChain(rows);
    }

    [Fact]
    public async Task Score_WhenTwentyBatchesComeAtOnce_LosesNone()
    {
        const int batches = 20;
        var session = await Client.Opened(NewUser());
        var person = new Person(8, Soon);
        var waiting = Enumerable.Range(1, batches).Select(n => person.Batch(n, session.User)).ToList();
        for (var round = 0; waiting.Count > 0; round++)
        {
            Assert.True(round < batches, "the node makes no progress");
            var answers = await Task.WhenAll(waiting.Select(async batch => (batch, Answer: await Client.Batch(session.Id, batch))));
            foreach (var (_, answer) in answers)
            {
                if (answer.Number == 200) Assert.True((bool)answer.Json!["accepted"]!);
                else answer.Expect(503, "contended");
            }

            waiting = [.. answers.Where(pair => pair.Answer.Number != 200).Select(pair => pair.batch)];
        }

        Assert.Equal(batches, (await Client.Session(session.Id)).Value("batches"));
        var rows = await AuditOf(session, batches + 1);
        Assert.Equal(Enumerable.Range(1, batches).Select(n => (long)n), rows.Skip(1).Select(row => (long)row["sequence"]!).Order());
        AssertUnbrokenChain(rows);
    }

    [Fact]
    public async Task Score_WhenSessionsOfAUserRunAtOnce_KeepsEachWhole()
    {
        var user = NewUser();
        var sessions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Client.Opened(user, "laptop")));
        await Task.WhenAll(sessions.Select(async (session, i) =>
        {
            var person = new Person(20 + i, Soon);
            for (var sequence = 1; sequence <= 10; sequence++)
                await Client.Scored(session.Id, person.Batch(sequence, session.User));
        }));
        foreach (var session in sessions)
        {
            Assert.Equal(10, (await Client.Session(session.Id)).Value("batches"));
            AssertUnbrokenChain(await AuditOf(session, 11));
        }
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class SequenceOnEmbeddedParts(EmbeddedParts parts) : SequenceTests(parts);

[Collection(ServedNode.Name)]
public sealed class SequenceOnServedParts(ServedParts parts) : SequenceTests(parts);

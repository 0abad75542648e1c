namespace Sentinel.Integration.Tests;

/// <summary>Sessions, their tokens, and what each token may read.</summary>
public abstract class SessionTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Open_WhenFirst_StartsColdAtTheNeutralTrust()
    {
        var user = NewUser();
        var opened = (await Client.Open(user, "laptop")).Expect(201);
        Assert.Equal(("ALLOW", 0.5, "COLD_START", false), (opened.Decision, opened.Trust, opened.Phase, opened.Degraded));
        Assert.Matches("^s[0-9]{3}-[0-9a-f]{32}$", opened.Text("sessionId"));
        Assert.Equal($"/api/v1/sessions/{opened.Text("sessionId")}", opened.Headers["Location"].Single());
        Assert.Equal(user, (await Client.Session(opened.Text("sessionId"))).Expect(200).Text("userId"));
    }

    [Fact]
    public async Task Score_WhenTheSessionWasEnded_IsRefusedForGood()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(1, Soon);
        await Play(session, person, 2);
        (await Client.End(session.Id)).Expect(204);
        (await Client.End(session.Id)).Expect(204);
        (await Client.Batch(session.Id, person.Batch(3, session.User))).Expect(409, "session_ended");
        (await Node.With(session.Token).Batch(session.Id, person.Batch(3))).Expect(409, "session_ended");
        (await Client.Evaluate(session.Id)).Expect(409, "session_ended");
        Assert.True((bool)(await Client.Session(session.Id)).Expect(200).Json!["ended"]!);
        Assert.Equal(
            ["SESSION_OPENED", "BATCH", "BATCH", "SESSION_ENDED"],
            (await AuditOf(session, 4)).Select(row => (string)row["kind"]!)
        );
    }

    [Theory]
    [
        InlineData("s001-00000000000000000000000000000000"),
        InlineData("s999-00000000000000000000000000000000"),
        InlineData("nonsense"),
        InlineData("../../x"),
        InlineData("s001-0000000000000000000000000000000G"),
        InlineData("{p001}:o")
    ]
    public async Task EveryCall_WhenTheSessionIsUnknown_IsExpired(string id)
    {
        var path = Uri.EscapeDataString(id);
        (await Client.Session(path)).Expect(404, "session_expired");
        (await Client.End(path)).Expect(404, "session_expired");
        (await Client.Evaluate(path)).Expect(404, "session_expired");
        (await Client.Report(path, Guid.NewGuid().ToString(), "PASSED")).Expect(404, "session_expired");
        (await Client.Batch(path, new Person(1, Soon).Batch(1, NewUser()))).Expect(404, "session_expired");
    }

    [Fact]
    public async Task Score_WhenTheTokenIsOfAnotherSession_IsForeign()
    {
        var (mine, other) = (await Client.Opened(NewUser()), await Client.Opened(NewUser()));
        (await Node.With(mine.Token).Batch(other.Id, new Person(1, Soon).Batch(1))).Expect(403, "foreign_session");
        Assert.Equal(0, (await Client.Session(other.Id)).Value("batches"));
    }

    [Fact]
    public async Task Score_WhenTheTokenWasTamperedWith_IsUnauthorized()
    {
        var session = await Client.Opened(NewUser());
        var token = session.Token.ToCharArray();
        token[^5] = token[^5] == 'A' ? 'B' : 'A';
        (await Node.With(new string(token)).Batch(session.Id, new Person(1, Soon).Batch(1))).Expect(401, "unauthorized");
    }

    [Fact]
    public async Task Score_WhenTheUserIsAnother_IsInvalid()
    {
        var session = await Client.Opened(NewUser());
        var batch = new Person(1, Soon).Batch(1, "somebody-else");
        Assert.Equal(["userId"], (await Client.Batch(session.Id, batch)).Expect(422).ErrorPaths);
        Assert.Equal(["userId"], (await Node.With(session.Token).Batch(session.Id, batch)).Expect(422).ErrorPaths);
        Assert.Equal(0, (await Client.Session(session.Id)).Value("batches"));
    }

    [Fact]
    public async Task Score_WhenATokenSendsInDevelopment_LearnsTheDecisionAlone()
    {
        var session = await Client.Opened(NewUser());
        var answer = (await Node.With(session.Token).Batch(session.Id, new Person(1, Soon).Batch(1))).Expect(200);
        Assert.Equal(["accepted", "decision", "sequence"], answer.Json!.Select(member => member.Key).Order());
        Assert.Equal((1, "ALLOW"), (answer.Value("sequence"), answer.Decision));
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class SessionOnEmbeddedParts(EmbeddedParts parts) : SessionTests(parts);

[Collection(ServedNode.Name)]
public sealed class SessionOnServedParts(ServedParts parts) : SessionTests(parts);

/// <summary>What a node in Production hides from a browser.</summary>
[Collection(ProductionNode.Name)]
public sealed class SessionInProduction(ProductionParts parts) : ApiTests(parts)
{
    [Fact]
    public async Task Score_WhenATokenSendsInProduction_LearnsNothing()
    {
        var session = await Client.Opened(NewUser());
        var browser = Node.With(session.Token);
        var bot = new Bot(1, Soon);
        for (var sequence = 1; sequence <= 20; sequence++)
            Assert.Equal(
                $$"""{"sequence":{{sequence}},"accepted":true}""",
                (await browser.Batch(session.Id, bot.Batch(sequence))).Expect(200).Body
            );
        Assert.Equal("BLOCK", (await Client.Session(session.Id)).Decision);
    }
}

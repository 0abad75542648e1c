namespace Sentinel.Integration.Tests;

/// <summary>The agent of a session, from its opening to the audit.</summary>
public abstract class AgentApiTests(SharedNode parts) : ApiTests(parts)
{
    private const string Acme = "acme-shopper";

    [Fact]
    public async Task Session_OfADeclaredAgent_IsLabelledInEveryAnswerAndRow()
    {
        var user = NewUser();
        var opened = (await Open(user, Acme)).Expect(201);
        Assert.Equal(Acme, opened.Text("declaredAgent"));
        OpenSession session = new(opened.Text("sessionId"), opened.Text("ingestToken"), user);
        Assert.Equal(Acme, (await Client.Batch(session.Id, new Person(1, Soon).Batch(1, user))).Expect(200).Text("declaredAgent"));
        var evaluated = (await Client.Evaluate(session.Id)).Expect(200);
        Assert.Equal((Acme, "CHALLENGE"), (evaluated.Text("declaredAgent"), evaluated.Decision));
        var reported = (await Client.Report(session.Id, evaluated.Text("challengeId"), "PASSED")).Expect(200);
        Assert.Equal(Acme, reported.Text("declaredAgent"));
        Assert.Equal(Acme, (await Client.Session(session.Id)).Expect(200).Text("declaredAgent"));
        (await Client.End(session.Id)).Expect(204);

        var rows = await AuditOf(session, 5);
        Assert.All(rows, row => Assert.Equal(Acme, (string?)row["declaredAgent"]));
        var found = await Client.AuditRows($"declaredAgent={Acme}&userId={user}");
        Assert.Equal(rows.Count, found.Count);
        Assert.Empty(await Client.AuditRows($"declaredAgent=other&userId={user}"));
        var timeline = (await Client.Get($"/api/v1/sessions/{session.Id}/timeline")).Expect(200).Json!["items"]!.AsArray();
        Assert.All(timeline, item => Assert.Equal(Acme, (string?)item!["declaredAgent"]));
    }

    [Fact]
    public async Task Session_OfAPerson_HasNoLabel()
    {
        var user = NewUser();
        var opened = (await Client.Open(user)).Expect(201);
        Assert.Null(opened.Json!["declaredAgent"]);
        OpenSession session = new(opened.Text("sessionId"), opened.Text("ingestToken"), user);
        Assert.Null((await Client.Evaluate(session.Id, "LOW")).Expect(200).Json!["declaredAgent"]);
        Assert.All(await AuditOf(session, 2), row => Assert.Null(row["declaredAgent"]));
    }

    [Theory]
    [InlineData(""), InlineData("Acme"), InlineData("a b"), InlineData("a/b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Open_WithANameThatNoAgentHas_NamesTheMember(string agent) =>
        Assert.Equal(["declaredAgent"], (await Open(NewUser(), agent)).Expect(422, "invalid_request").ErrorPaths);

    /// <summary>The browser holds only the token of one session, which opens none; and a batch has no such member.</summary>
    [Fact]
    public async Task IngestToken_DeclaresNothing()
    {
        var session = await Client.Opened(NewUser());
        var browser = Node.With(session.Token);
        (await browser.Post("/api/v1/sessions", new() { ["userId"] = session.User, ["declaredAgent"] = Acme })).Expect(403, "forbidden");
        var batch = new Person(2, Soon).Batch(1);
        batch["declaredAgent"] = Acme;
        await browser.Batch(session.Id, batch);
        Assert.Null((await Client.Session(session.Id)).Expect(200).Json!["declaredAgent"]);
    }

    [Fact]
    public async Task Evaluation_UnderAnIdempotencyKey_IsLabelledAgain()
    {
        var opened = (await Open(NewUser(), Acme)).Expect(201);
        for (var i = 0; i < 2; i++)
        {
            HttpRequestMessage request = new(HttpMethod.Post, $"/api/v1/sessions/{opened.Text("sessionId")}/evaluations")
            {
                Content = new StringContent(
                    """{ "action": "look", "sensitivity": "LOW" }""", System.Text.Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", "one");
            Assert.Equal(Acme, (await Client.Send(request)).Expect(200).Text("declaredAgent"));
        }
    }

    private Task<Answer> Open(string user, string agent) =>
        Client.Post("/api/v1/sessions", new() { ["userId"] = user, ["declaredAgent"] = agent });
}

[Collection(EmbeddedNode.Name)]
public sealed class AgentApiOnEmbeddedParts(EmbeddedParts parts) : AgentApiTests(parts);

[Collection(ServedNode.Name)]
public sealed class AgentApiOnServedParts(ServedParts parts) : AgentApiTests(parts);

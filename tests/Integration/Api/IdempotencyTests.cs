using System.Text;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary><c>Idempotency-Key</c> on evaluations: repeated requests get one answer and one audit row.</summary>
public abstract class IdempotencyTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Evaluate_WhenTheSameIsAskedAgain_AnswersAsBeforeAndAuditsOnce()
    {
        var session = await Client.Opened(NewUser());
        var key = Guid.NewGuid().ToString();
        var first = (await Evaluate(session.Id, key)).Expect(200);
        Assert.NotNull(first.Json!["challengeId"]);
        (await Client.Batch(session.Id, new Person(1, DateTimeOffset.UtcNow.AddSeconds(1)).Batch(1, session.User))).Expect(200);
        Assert.Equal(first.Body, (await Evaluate(session.Id, key)).Expect(200).Body);
        Assert.NotEqual(first.Text("decisionId"), (await Evaluate(session.Id, Guid.NewGuid().ToString())).Expect(200).Text("decisionId"));
        Assert.NotEqual(first.Text("decisionId"), (await Evaluate(session.Id, null)).Expect(200).Text("decisionId"));

        IReadOnlyList<JsonObject> rows = [];
        await Probe.Until(async () => (rows = await Client.AuditRows($"sessionId={session.Id}")).Count >= 5, "the audit is written");
        Assert.Single(rows, row => (string?)row["decisionId"] == first.Text("decisionId"));
        Assert.Equal(3, rows.Count(row => (string?)row["kind"] == "EVALUATION"));
    }

    [Fact]
    public async Task Evaluate_WhenManyAskAtOnce_GivesAllTheAnswerOfOne()
    {
        var session = await Client.Opened(NewUser());
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Evaluate(session.Id, "transfer-7")));
        Assert.Single(answers.Select(answer => answer.Expect(200).Body).Distinct());
        Assert.Equal(2, await Commits(session.Id));
    }

    [Fact]
    public async Task Evaluate_WhenTheKeyComesWithAnotherBody_Is422AndChangesNothing()
    {
        var session = await Client.Opened(NewUser());
        (await Evaluate(session.Id, "k", "HIGH", "transfer")).Expect(200);
        Assert.Equal(
            ["Idempotency-Key"],
            (await Evaluate(session.Id, "k", "LOW", "transfer")).Expect(422, "idempotency_key_reused").ErrorPaths
        );
        (await Evaluate(session.Id, "k", "HIGH", "payee")).Expect(422, "idempotency_key_reused");
        Assert.Equal(2, await Commits(session.Id));
    }

    [Fact]
    public async Task Evaluate_WhenTheKeyIsOfAnotherSession_IsAnotherRequest()
    {
        var (one, other) = (await Client.Opened(NewUser()), await Client.Opened(NewUser()));
        Assert.NotEqual(
            (await Evaluate(one.Id, "k")).Expect(200).Text("decisionId"),
            (await Evaluate(other.Id, "k", "LOW")).Expect(200).Text("decisionId")
        );
    }

    [Fact]
    public async Task Evaluate_WhenTheSessionHasEndedSince_StillAnswersAsBefore()
    {
        var session = await Client.Opened(NewUser());
        var first = (await Evaluate(session.Id, "k")).Expect(200);
        (await Client.End(session.Id)).Expect(204);
        Assert.Equal(first.Body, (await Evaluate(session.Id, "k")).Expect(200).Body);
        (await Evaluate(session.Id, "another")).Expect(409, "session_ended");
    }

    [Fact]
    public async Task Evaluate_WhenTheKeyIsNotOne_Is422()
    {
        var session = await Client.Opened(NewUser());
        Assert.Equal(["Idempotency-Key"], (await Evaluate(session.Id, "with space")).Expect(422, "invalid_request").ErrorPaths);
        Assert.Equal(422, (await Evaluate(session.Id, new string('k', 129))).Number);
        Assert.Equal(1, await Commits(session.Id));
    }

    /// <summary>The session's number of commits, read from the audit after ending the session.</summary>
    private async Task<int> Commits(string session)
    {
        IReadOnlyList<JsonObject> rows = [];
        (await Client.End(session)).Expect(204);
        await Probe.Until(
            async () => (rows = await Client.AuditRows($"sessionId={session}")).Any(row => (string?)row["kind"] == "SESSION_ENDED"),
            "the end is in the audit"
        );
        return rows.Max(row => (int)row["commitNumber"]!) - 1;
    }

    private Task<Answer> Evaluate(string session, string? key, string sensitivity = "HIGH", string action = "transfer")
    {
        var body = new JsonObject { ["action"] = action, ["sensitivity"] = sensitivity };
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sessions/{session}/evaluations")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return Client.Send(request);
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class IdempotencyOnEmbeddedParts(EmbeddedParts parts) : IdempotencyTests(parts);

[Collection(ServedNode.Name)]
public sealed class IdempotencyOnServedParts(ServedParts parts) : IdempotencyTests(parts);

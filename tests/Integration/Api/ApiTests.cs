using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>Base of tests against a running node. Each test has its own users, so all tests can share the node.</summary>
public abstract class ApiTests(SharedNode parts)
{
    protected SentinelNode Node => parts.Node;

    protected NodeClient Client => parts.Node.Client;

    protected static string NewUser() => $"u-{Guid.NewGuid():N}";

    /// <summary>A moment just after the sessions that this test opens.</summary>
    protected static DateTimeOffset Soon => DateTimeOffset.UtcNow.AddSeconds(1);

    /// <summary>Sends this many batches and returns the last answer.</summary>
    protected async Task<Answer> Play(OpenSession session, Behaviour hand, int batches, int from = 1)
    {
        Answer? answer = null;
        for (var sequence = from; sequence < from + batches; sequence++)
            answer = (await Client.Batch(session.Id, hand.Batch(sequence, session.User))).Expect(200);
        return answer!;
    }

    /// <summary>A session that was blocked because of a bot's input.</summary>
    protected async Task<OpenSession> Blocked(string user, string? device = null)
    {
        var session = await Client.Opened(user, device);
        var bot = new Bot(1, Soon);
        for (var sequence = 1; sequence <= 30; sequence++)
        {
            if ((await Client.Batch(session.Id, bot.Batch(sequence, user))).Expect(200).Decision == "BLOCK") return session;
        }

        throw new InvalidOperationException("The bot was never blocked.");
    }

    /// <summary>The audit rows of a session, oldest first, as soon as all its commits are there.</summary>
    protected async Task<IReadOnlyList<JsonObject>> AuditOf(OpenSession session, int commits)
    {
        IReadOnlyList<JsonObject> rows = [];
        await Probe.Until(
            async () => (rows = await Client.AuditRows($"sessionId={session.Id}")).Count >= commits, $"{commits} commits are in the audit");
        return [.. rows.OrderBy(row => (long)row["commitNumber"]!)];
    }

    protected static void AssertUnbrokenChain(IReadOnlyList<JsonObject> rows)
    {
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(n => (long)n), rows.Select(row => (long)row["commitNumber"]!));
        string? previous = null;
        foreach (var row in rows)
        {
            Assert.Equal(previous, (string?)row["previousCommitId"]);
            previous = (string?)row["commitId"];
            Assert.NotNull(previous);
        }
    }
}

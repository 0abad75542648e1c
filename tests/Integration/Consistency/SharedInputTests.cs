namespace Sentinel.Integration.Tests;

/// <summary>One recording that is played for several accounts is found in their later sessions.</summary>
public sealed class SharedInputTests(SharedInputTests.Parts parts) : IClassFixture<SharedInputTests.Parts>
{
    private const int Batches = 25;

    /// <summary>
    /// A person who raises no other suspicion, in any batch. Where another group of evidence joins in, the second account may be blocked:
    /// those are two witnesses.
    /// </summary>
    private const int Recorded = 3;

    /// <summary>Another such person.</summary>
    private const int Bystander = 2;

    private readonly NodeClient client = parts.Node.Client;

    [Fact]
    public async Task Score_WhenOneRecordingIsPlayedForThreeAccounts_ChallengesTheSecondAndBlocksTheThird()
    {
        var (first, bystander) = (await Play(Recorded), await Play(Bystander));
        var second = await Play(Recorded);
        var row = await Charged(second);
        Assert.Equal(first.Id, (string?)row["target"]);
        Assert.Equal("CHALLENGE", (string?)row["decision"]);
        Assert.Equal("pattern.shared_input", (string?)row["reasons"]![0]!["code"]);

        var third = await Play(Recorded);
        Assert.Equal("BLOCK", (string?)(await Charged(third))["decision"]);
        Assert.Equal("BLOCK", (await client.Session(third.Id)).Decision);

        // Nothing happens to those who came first, or to others, although all their input has been compared.
        foreach (var session in new[] { first, bystander })
        {
            Assert.Equal("ALLOW", (await client.Session(session.Id)).Decision);
            Assert.Empty(await client.AuditRows($"sessionId={session.Id}&kind=SHARED_INPUT"));
        }

        // Each is counted once.
        Assert.Single(await client.AuditRows($"sessionId={second.Id}&kind=SHARED_INPUT"));
    }

    private async Task<OpenSession> Play(int seed)
    {
        var session = await client.Opened($"u-{Guid.NewGuid():N}");
        var person = new Person(seed, DateTimeOffset.UtcNow.AddSeconds(1));
        for (var sequence = 1; sequence <= Batches; sequence++)
            await client.Scored(session.Id, person.Batch(sequence, session.User));
        // The drain has compared what it has moved to the audit.
        await Probe.Until(
            async () => (await client.AuditRows($"sessionId={session.Id}&kind=BATCH")).Count == Batches, "the session is in the audit");
        return session;
    }

    private async Task<System.Text.Json.Nodes.JsonObject> Charged(OpenSession session)
    {
        IReadOnlyList<System.Text.Json.Nodes.JsonObject> rows = [];
        await Probe.Until(
            async () => (rows = await client.AuditRows($"sessionId={session.Id}&kind=SHARED_INPUT")).Count > 0,
            "the session was found to share its input");
        return rows[0];
    }

    /// <summary>A node that compares the input of all users.</summary>
    public sealed class Parts : SharedNode
    {
        protected override Task<NodeSettings> Settings() =>
            Task.FromResult(new NodeSettings().OnClientTime().With("Replay__AcrossUsers", "true"));
    }
}

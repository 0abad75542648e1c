using System.Net;
using System.Net.Sockets;

namespace Sentinel.Integration.Tests;

/// <summary>
/// How many commands Redis receives for a batch: one from the node that wrote the session last, and at most two round trips from another.
/// </summary>
[Collection(SharedTwoNodes.Name)]
public sealed class RoundTripTests(TwoNodes nodes)
{
    [Fact]
    public async Task Score_WhenTheNodeWroteTheSessionLast_IsOneCommand()
    {
        var (session, person) = await Opened();
        var commands = await Watched(async () =>
        {
            for (var sequence = 3; sequence <= 12; sequence++)
                (await nodes.First.Client.Batch(session.Id, person.Batch(sequence, session.User))).Expect(200);
        });
        Assert.Equal(Enumerable.Repeat("EVALSHA", 10), commands);
    }

    [Fact]
    public async Task Score_WhenTheNodeHasNeverSeenTheSession_IsOneReadAndOneCommit()
    {
        var (session, person) = await Opened();
        var commands = await Watched(async () => (await nodes.Second.Client.Batch(session.Id, person.Batch(3, session.User))).Expect(200));
        // The three reads (session, user and the partition's mark) leave in one packet and are awaited together.
        Assert.Equal(["GET", "HMGET", "GET", "EVALSHA"], commands);
    }

    [Fact]
    public async Task Score_WhenAnotherNodeWroteSince_IsTwoCommits()
    {
        var (session, person) = await Opened();
        (await nodes.Second.Client.Batch(session.Id, person.Batch(3, session.User))).Expect(200);
        var commands = await Watched(async () => (await nodes.First.Client.Batch(session.Id, person.Batch(4, session.User))).Expect(200));
        Assert.Equal(["EVALSHA", "EVALSHA"], commands);
    }

    private async Task<(OpenSession Session, Person Person)> Opened()
    {
        var session = await nodes.First.Client.Opened($"u-{Guid.NewGuid():N}");
        var person = new Person(1, DateTimeOffset.UtcNow.AddSeconds(1));
        for (var sequence = 1; sequence <= 2; sequence++)
            (await nodes.First.Client.Batch(session.Id, person.Batch(sequence, session.User))).Expect(200);
        return (session, person);
    }

    /// <summary>The names of the commands on keys that clients send during the work, from MONITOR.</summary>
    private async Task<IReadOnlyList<string>> Watched(Func<Task> work)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, nodes.Server.Port);
        using var reader = new StreamReader(client.GetStream());
        await client.GetStream().WriteAsync("MONITOR\r\n"u8.ToArray());
        Assert.Equal("+OK", await reader.ReadLineAsync());
        await work();
        await nodes.Redis.StringGetAsync("{p-end}");
        List<string> commands = [];
        while (await reader.ReadLineAsync() is { } line && !line.Contains("{p-end}", StringComparison.Ordinal))
        {
            if (!line.Contains("{p", StringComparison.Ordinal) || line.Contains(" lua]", StringComparison.Ordinal)) continue;
            // Excludes the periodic queries for the outbox's size, for lost partitions (EXISTS), and for the marks, which are the only key
            // of their script.
            if (
                line.Split('"')[1] is var name
                && name is not ("MEMORY" or "EXISTS")
                && !line.Contains("\" \"1\" \"{p", StringComparison.Ordinal)
            )
                commands.Add(name);
        }

        return commands;
    }
}

using Sentinel.Domain.Sessions;

namespace Sentinel.Integration.Tests;

/// <summary>If one master of a cluster is away, only its partitions are degraded.</summary>
public sealed class ClusterTests(ClusterTests.Servers servers) : IClassFixture<ClusterTests.Servers>
{
    [Fact]
    public async Task Score_WhenOneMasterIsAway_IsDegradedInItsPartitionsOnly()
    {
        // A newly formed cluster may not have told its clients everything yet; this test needs a working one.
        await Probe.Until(
            async () => !(await servers.Node.Client.Get("/health/ready")).Body.Contains("Unhealthy", StringComparison.Ordinal),
            "the cluster is healthy"
        );
        var people = (await SessionsOnEveryMaster())
            .Select((session, i) => (Session: session, Person: new Person(i, DateTimeOffset.UtcNow.AddSeconds(1))))
            .ToList();
        var sequence = 0;
        Answer[] last = [];
        await Probe.Until(async () => (await Round()).All(answer => !answer.Expect(200).Degraded), "every partition answers");
        var lost = servers.Cluster.Masters[0];
        lost.Kill();
        await Probe.Until(
            async () => (last = await Round()).Any(answer => answer.Degraded),
            "the master's partitions are degraded",
            otherwise: () => Task.FromResult(string.Join('\n', last.Select(answer => answer.Body)))
        );
        for (var round = 0; round < 10; round++)
        {
            var answers = await Round();
            foreach (var (answer, (session, _)) in answers.Zip(people))
                Assert.Equal(HasMaster(session, 0), answer.Degraded);
        }

        await lost.Start();
        await Probe.Until(
            async () => (await Round()).All(answer => answer is { Number: 404 } || !answer.Degraded),
            "all partitions answer again"
        );

        // Users, and so partitions, are random.
        async Task<IEnumerable<OpenSession>> SessionsOnEveryMaster()
        {
            List<OpenSession> sessions = [];
            while (!Enumerable.Range(0, 3).All(master => sessions.Count(session => HasMaster(session, master)) >= 4))
                sessions.Add(await OpenedInHotState());
            return sessions;
        }

        async Task<OpenSession> OpenedInHotState()
        {
            Answer opened = null!;
            var user = $"u-{Guid.NewGuid():N}";
            await Probe.Until(
                async () => !(opened = (await servers.Node.Client.Open(user)).Expect(201)).Degraded,
                "the session was opened in hot state"
            );
            return new(opened.Text("sessionId"), opened.Text("ingestToken"), user);
        }

        async Task<Answer[]> Round()
        {
            sequence++;
            return await Task.WhenAll(
                people.Select(person => servers.Node.Client.Batch(person.Session.Id, person.Person.Batch(sequence, person.Session.User)))
            );
        }
    }

    private static bool HasMaster(OpenSession session, int master)
    {
        var slot = Slot($"p{SessionId.Parse(session.Id).Partition}");
        return slot >= master * 16384 / 3 && slot < (master + 1) * 16384 / 3;
    }

    /// <summary>CRC16 (XMODEM) modulo 16,384, as in the cluster specification.</summary>
    private static int Slot(string tag)
    {
        var crc = 0;
        foreach (var letter in tag)
        {
            crc ^= letter << 8;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
        }

        return (crc & 0xFFFF) % 16384;
    }

    /// <summary>A node on a cluster of three masters without persistence.</summary>
    public sealed class Servers : SharedNode
    {
        public RedisCluster Cluster { get; } = new();

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Cluster.DisposeAsync();
        }

        protected override async Task<NodeSettings> Settings()
        {
            await Cluster.InitializeAsync();
            return new NodeSettings { Redis = Cluster.ConnectionString }.OnClientTime();
        }
    }
}

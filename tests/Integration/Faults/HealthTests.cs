using System.Net;
using System.Net.Sockets;

namespace Sentinel.Integration.Tests;

/// <summary>Anonymous clients may read the health as often as they like.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Ready_WhenRedisHangsAndManyAsk_OpensFewConnectionsAndLogsNoneOfThem()
    {
        const int many = 200;
        using var hanging = new TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        List<TcpClient> opened = [];
        var accepting = Accept();
        await using (var node = await SentinelNode.Started(new NodeSettings { Redis = $"{hanging.LocalEndpoint}" }))
        {
            var before = opened.Count;
            var answers = await Task.WhenAll(Enumerable.Range(0, many).Select(_ => node.With(null).Get("/health/ready")));
            Assert.All(answers, answer => Assert.Equal(503, answer.Number));
            Assert.InRange(opened.Count - before, 0, many / 4);
            Assert.DoesNotContain("Health check", node.Log, StringComparison.Ordinal);
        }

        hanging.Stop();
        await accepting;
        foreach (var connection in opened) connection.Dispose();

        async Task Accept()
        {
            try
            {
                while (true) opened.Add(await hanging.AcceptTcpClientAsync());
            }
            catch (SocketException)
            {
                // The test ends.
            }
        }
    }
}

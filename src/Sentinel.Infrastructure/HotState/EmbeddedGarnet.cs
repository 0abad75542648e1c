using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Garnet;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Garnet inside this process, for whoever runs Sentinel without a Redis: on loopback, a random port and a random password, with a log that
/// is on the disk before a commit is acknowledged, and recovered at the next start.
/// </summary>
public sealed class EmbeddedGarnet : IDisposable
{
    private readonly GarnetServer server;

    /// <param name="dataDirectory">Its files go into <c>garnet</c> below it.</param>
    public EmbeddedGarnet(string dataDirectory)
    {
        var directory = Path.GetFullPath(Path.Combine(dataDirectory, "garnet"));
        Directory.CreateDirectory(directory);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var port = FreePort();
        server = new GarnetServer(
        [
            "--bind", IPAddress.Loopback.ToString(), "--port", $"{port}",
            "--auth", "Password", "--password", password,
            "--lua", "--lua-transaction-mode",
            "--checkpointdir", directory,
            "--aof", "--aof-commit-wait", "--recover",
            "--aof-memory", "64m", "--aof-page-size", "4m", "--aof-size-limit", "256m",
            "--memory", "256m", "--page", "2m", "--index", "16m",
            "--device-type", "RandomAccess",
            "--logger-level", "Error", "-q",
        ]);
        server.Start();
        ConnectionString = $"{IPAddress.Loopback}:{port},password={password}";
    }

    /// <summary>For StackExchange.Redis; holds the password, so it is never logged.</summary>
    public string ConnectionString { get; }

    public void Dispose() => server.Dispose();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

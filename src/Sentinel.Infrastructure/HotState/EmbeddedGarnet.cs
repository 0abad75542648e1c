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
    private readonly int port = FreePort();
    private readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    private GarnetServer server;

    /// <param name="dataDirectory">Its files go into <c>garnet</c> below it.</param>
    public EmbeddedGarnet(string dataDirectory)
    {
        Directory = Path.GetFullPath(Path.Combine(dataDirectory, "garnet"));
        System.IO.Directory.CreateDirectory(Directory);
        server = Start();
    }

    /// <summary>Where its log and checkpoints are.</summary>
    public string Directory { get; }

    /// <summary>For StackExchange.Redis; holds the password, so it is never logged.</summary>
    public string ConnectionString => $"{IPAddress.Loopback}:{port},password={password}";

    public void Dispose() => server.Dispose();

    /// <summary>Ends the server and starts another, on the same address, over what is on the disk.</summary>
    public void Restart()
    {
        try
        {
            server.Dispose();
        }
#pragma warning disable CA1031 // Its log is broken: that is why it is ended, and what it throws of it is not news.
        catch (Exception)
        {
        }
#pragma warning restore CA1031
        server = Start();
    }

    private GarnetServer Start()
    {
        var starting = new GarnetServer(
        [
            "--bind", IPAddress.Loopback.ToString(), "--port", $"{port}",
            "--auth", "Password", "--password", password,
            "--lua", "--lua-transaction-mode",
            "--checkpointdir", Directory,
            "--aof", "--aof-commit-wait", "--recover",
            "--aof-memory", "64m", "--aof-page-size", "4m", "--aof-size-limit", "256m",
            "--memory", "256m", "--page", "2m", "--index", "16m",
            "--device-type", "RandomAccess",
            // Once its log is broken it writes a page of stack trace for every request: GarnetSupervisor says it once.
            "--logger-level", "None", "-q",
        ]);
        starting.Start();
        return starting;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

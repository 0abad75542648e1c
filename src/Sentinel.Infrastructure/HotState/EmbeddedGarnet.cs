using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Garnet;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Garnet in this process, for an installation without Redis: on loopback with a random port and password. A commit is acknowledged once it
/// is in the log on disk; the next start recovers the log.
/// </summary>
public sealed class EmbeddedGarnet : IDisposable
{
    private readonly int port = FreePort();
    private readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    private GarnetServer server;

    /// <param name="dataDirectory">The files are in its folder <c>garnet</c>.</param>
    public EmbeddedGarnet(string dataDirectory)
    {
        Directory = Path.GetFullPath(Path.Combine(dataDirectory, "garnet"));
        System.IO.Directory.CreateDirectory(Directory);
        server = Start();
    }

    /// <summary>The folder of its log and checkpoints.</summary>
    public string Directory { get; }

    /// <summary>For StackExchange.Redis. Contains the password, so it is never logged.</summary>
    public string ConnectionString => $"{IPAddress.Loopback}:{port},password={password}";

    public void Dispose() => server.Dispose();

    /// <summary>Replaces the server with a new one on the same address and files.</summary>
    public void Restart()
    {
        try
        {
            server.Dispose();
        }
#pragma warning disable CA1031 // The server is stopped because its log is broken, so its exceptions are expected.
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
            // With a broken log, Garnet logs a stack trace for every request. GarnetSupervisor logs it once.
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

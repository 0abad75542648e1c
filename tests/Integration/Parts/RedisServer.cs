using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sentinel.Integration.Tests;

/// <summary>A redis-server for this test run on a random loopback port, without persistence unless the arguments enable it.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sentinel-redis-").FullName;
    private Process? _process;

    /// <summary>Come last and take precedence, such as <c>--appendonly yes --appendfsync always</c>.</summary>
    public IReadOnlyList<string> Arguments { get; set; } = [];

    /// <summary>The server is a node of a cluster, which uses a second port for the other nodes.</summary>
    public bool IsClustered { get; init; }

    public int Port { get; private set; }

    public int BusPort { get; private set; }

    /// <summary>The connection string for StackExchange.Redis.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public async Task InitializeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
        for (var attempt = 1; ; attempt++)
        {
            Port = Command.FreePort();
            BusPort = IsClustered ? Command.FreePort() : 0;
            try
            {
                await Start();
                return;
            }
            catch (TimeoutException) when (attempt < 3)
            {
                Kill();
            }
        }
    }

    public Task DisposeAsync()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Starts the server on its port and waits until it answers.</summary>
    public Task Start()
    {
        string[] fixedArguments =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder, "--save", "",
            "--appendonly", "no", "--maxmemory-policy", "noeviction", "--logfile", Path.Combine(_folder, "log"),
        ];
        string[] bus = IsClustered ? ["--cluster-port", BusPort.ToString(CultureInfo.InvariantCulture)] : [];
        _process = Process.Start(new ProcessStartInfo("redis-server", [.. fixedArguments, .. bus, .. Arguments]));
        return Probe.Until(Answers, "redis-server answers PING", TimeSpan.FromSeconds(10));
    }

    /// <summary>Asks the server to end and waits.</summary>
    public void Stop() => End("-TERM");

    /// <summary>kill -9.</summary>
    public void Kill() => End("-KILL");

    /// <summary>The server keeps its connections and answers nothing until <see cref="Thaw"/>.</summary>
    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    private void End(string signal)
    {
        if (_process is null) return;
        if (!_process.HasExited) Signal(signal);
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10))) _process.Kill();
        _process.Dispose();
        _process = null;
    }

    private void Signal(string signal) => Command.Run("kill", signal, _process!.Id.ToString(CultureInfo.InvariantCulture));

    private async Task<bool> Answers()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
        var answer = new byte[5];
        await client.GetStream().ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(1));
        return Encoding.ASCII.GetString(answer) is "+PONG" or "-NOAU";
    }
}

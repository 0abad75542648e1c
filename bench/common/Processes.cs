using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sentinel.Bench;

/// <summary>A program that a benchmark starts on loopback and ends by process id.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly Process process;

    private Server(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    /// <summary>User and system time so far, of ended threads too, to the nanosecond; /proc/PID/stat counts in 10 ms.</summary>
    public TimeSpan Processor
    {
        get
        {
            // As clock_getcpuclockid makes it: the clock CPUCLOCK_SCHED (2) of a process.
            var clock = (~process.Id << 3) | 2;
            return ClockGetTime(clock, out var time) == 0
                ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1e3)
                : throw new InvalidOperationException("The server's processor time cannot be read: did it end?");
        }
    }

    /// <param name="program">A program on the PATH.</param>
    /// <param name="arguments">Its arguments, by port.</param>
    /// <param name="environment">Additional variables.</param>
    public static async Task<Server> Start(string program, Func<int, string[]> arguments, params (string Name, string Value)[] environment)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(program, arguments(port)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} cannot be started: is it installed?");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(process);
        var errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(30);)
        {
            if (process.HasExited) throw new InvalidOperationException($"{program} ended at its start: {await errors}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return new(process, port);
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException($"{program} does not listen on {port}.");
    }

    public static Task<Server> Redis(string folder) =>
        Start(
            "redis-server",
            port =>
                [
                    "--port",
                    Text(port),
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    folder,
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                    "--maxmemory-policy",
                    "noeviction",
                ]
        );

    public static Task<Server> Floor(Server redis) =>
        Start(
            "dotnet",
            port => [Binary("bench/floor", "Sentinel.Floor"), "--urls", $"http://127.0.0.1:{port}", "--Redis", $"127.0.0.1:{redis.Port}"]
        );

    /// <param name="redis">The node's hot state.</param>
    /// <param name="postgres">A connection string; null for SQLite.</param>
    /// <param name="drain">Whether the node drains the outbox.</param>
    /// <param name="key">The admin key.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="environment">Additional variables.</param>
    public static Task<Server> Sentinel(
        Server redis, string? postgres, bool drain, string key, string folder, params (string Name, string Value)[] environment) => Start(
        "dotnet", port => [Binary("src/Sentinel.Api", "Sentinel.Api"), "--urls", $"http://127.0.0.1:{port}"],
        [
            ("ConnectionStrings__Redis", $"127.0.0.1:{redis.Port}"), ("ConnectionStrings__Postgres", postgres ?? ""),
            ("SENTINEL_DATA", folder), ("SENTINEL_BOOTSTRAP_KEY", key), ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Scoring__Clock", "Client"),
            ("Logging__LogLevel__Default", "Warning"), ("Jobs__Drain", drain ? "true" : "false"),
            // The same input is played for many users.
            ("Replay__AcrossUsers", "false"), .. environment,
        ]);

    public ValueTask DisposeAsync()
    {
        End(process);
        return ValueTask.CompletedTask;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void End(Process process)
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit(10_000);
    }

    private static string Binary(string project, string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Sentinel.sln")))
            root = root.Parent ?? throw new InvalidOperationException("The bench runs outside the source tree.");
        var file = Path.Combine(root.FullName, project, "bin", "Release", "net10.0", $"{name}.dll");
        return File.Exists(file) ? file : throw new InvalidOperationException($"{file} is not there: dotnet build Sentinel.sln -c Release");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockGetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(long Seconds, long Nanoseconds);
}

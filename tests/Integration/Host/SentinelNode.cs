using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sentinel.Integration.Tests;

/// <summary>
/// The product in a separate process, started as <c>dotnet Sentinel.Api.dll</c>: on a random loopback port, with its own data folder and a
/// captured log.
/// </summary>
public sealed partial class SentinelNode(NodeSettings settings) : IAsyncDisposable
{
    internal static readonly string Binary = FindBinary();

    /// <summary>
    /// Only ends a test that waits in vain: a start takes five seconds of processor time, and several nodes start at once.
    /// </summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _data = new();
    private readonly StringBuilder _log = new();
    private Process? _process;
    private Uri? _address;

    public NodeSettings Settings { get; } = settings;

    /// <summary>SENTINEL_DATA.</summary>
    public string DataFolder => _data.FullPath;

    public Uri Address => _address ?? throw new InvalidOperationException("The node does not run.");

    /// <summary>A client with the admin key, which is also a server key.</summary>
    public NodeClient Client => new(this, Settings.AdminKey);

    /// <summary>The log of all starts of this node.</summary>
    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>Waits for a log line, because output arrives slightly later than the answer.</summary>
    public Task Logged(string text) => Probe.Until(() => Log.Contains(text, StringComparison.Ordinal), $"the log says: {text}");

    public static async Task<SentinelNode> Started(NodeSettings settings)
    {
        var node = new SentinelNode(settings);
        try
        {
            await node.Start();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with this credential, or with none.</summary>
    public NodeClient With(string? credential) => new(this, credential);

    /// <summary>Starts the node with the same data and waits until it is alive.</summary>
    public async Task Start()
    {
        var start = new ProcessStartInfo("dotnet", [Binary])
        {
            WorkingDirectory = Path.GetDirectoryName(Binary),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in Settings.Variables(DataFolder)) start.Environment[name] = value;
        _address = null;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
        await Probe.Until(
            async () => HasEnded() || (_address is not null && (int)(await With(null).Get("/health/live")).Status == 200),
            "the node is alive",
            StartDeadline
        );
        if (!HasEnded())
            return;
        await process.WaitForExitAsync();
        throw new InvalidOperationException($"The node ended at its start:\n{Log}");
    }

    /// <summary>
    /// Runs the product to its end with these arguments and the same data and settings. Returns the exit code and the output.
    /// </summary>
    public async Task<(int Exit, string Output)> Run(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Binary, .. words])
        {
            WorkingDirectory = Path.GetDirectoryName(Binary),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Settings.Variables(DataFolder)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>kill -9.</summary>
    public void Kill() => End("-KILL");

    /// <summary>SIGTERM, as an orchestrator sends it; waits for the end.</summary>
    public void Stop() => End("-TERM");

    public ValueTask DisposeAsync()
    {
        Kill();
        _data.Dispose();
        return ValueTask.CompletedTask;
    }

    private void End(string signal)
    {
        if (Interlocked.Exchange(ref _process, null) is not { } process) return;
        using (process)
        {
            if (!process.HasExited) Command.Run("kill", signal, process.Id.ToString(CultureInfo.InvariantCulture));
            if (process.WaitForExit(TimeSpan.FromSeconds(20))) process.WaitForExit();
            else process.Kill(entireProcessTree: true);
        }
    }

    private bool HasEnded() => _process is not { } process || process.HasExited;

    private void Write(string? line)
    {
        if (line is null) return;
        lock (_log) _log.AppendLine(line);
        if (Listening().Match(line) is { Success: true } match) _address = new(match.Groups[1].Value);
    }

    private static string FindBinary()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(SourceTree.Root, "src", "Sentinel.Api", "bin", output.Parent!.Name, output.Name, "Sentinel.Api.dll");
    }

    [GeneratedRegex("Now listening on: (http://\\S+)")]
    private static partial Regex Listening();
}

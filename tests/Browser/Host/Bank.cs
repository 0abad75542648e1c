using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>samples/Bank in a process of its own, as its developer starts it.</summary>
public sealed partial class Bank : IAsyncDisposable
{
    private static readonly string Binary = Path.Combine(SourceTree.Root, "samples/Bank/bin/Release/net10.0/Bank.dll");

    private readonly StringBuilder _log = new();
    private readonly TemporaryFolder _keys = new();
    private readonly Process _process;

    private Bank(int port, Uri sentinel, string key)
    {
        // Browsers know passkeys of names, not of addresses.
        Address = new($"http://localhost:{port.ToString(CultureInfo.InvariantCulture)}/");
        var start = new ProcessStartInfo("dotnet", [Binary])
        {
            WorkingDirectory = Path.Combine(SourceTree.Root, "samples/Bank"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["HOME"] = _keys.FullPath;
        start.Environment["Sentinel__Endpoint"] = sentinel.ToString().TrimEnd('/');
        start.Environment["Sentinel__ApiKey"] = key;
        start.Environment["Sentinel__Timeout"] = "00:00:05";
        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
    }

    public Uri Address { get; }

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>The code that was sent last.</summary>
    public string LastCode => Code().Matches(Log)[^1].Groups[1].Value;

    public static async Task<Bank> Started(int port, Uri sentinel, string key)
    {
        var bank = new Bank(port, sentinel, key);
        using var http = new HttpClient();
        await Probe.Until(
            async () =>
            {
                if (bank._process.HasExited)
                    throw new InvalidOperationException($"The bank ended at its start:\n{bank.Log}");
                try
                {
                    return (await http.GetAsync(new Uri(bank.Address, "LogIn"))).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the bank is open");
        return bank;
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _keys.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private void Write(string? line)
    {
        lock (_log) _log.AppendLine(line);
    }

    [GeneratedRegex(@"your code is (\d{6})")]
    private static partial Regex Code();
}

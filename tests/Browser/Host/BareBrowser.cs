using System.Diagnostics;
using System.Text.RegularExpressions;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>
/// A Chromium without Playwright, whose observation of a page (network, input listeners) would count as the page's script.
/// </summary>
public sealed partial class BareBrowser : IAsyncDisposable
{
    private readonly TemporaryFolder _profile = new();
    private readonly Process _process;
    private DevTools? _line;
    private string _authority = "";
    private string? _context;

    private BareBrowser() => _process = Process.Start(new ProcessStartInfo(BrowserParts.Chromium,
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--remote-debugging-port=0", $"--user-data-dir={_profile.FullPath}", "about:blank",
    ])
    {
        RedirectStandardError = true,
    })!;

    public static async Task<BareBrowser> Started()
    {
        var browser = new BareBrowser();
        while (await browser._process.StandardError.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is not { Success: true } match) continue;
            var address = new Uri(match.Groups[1].Value);
            browser._authority = address.Authority;
            // Drain the error output, so that its pipe never fills.
            _ = browser._process.StandardError.BaseStream.CopyToAsync(Stream.Null);
            browser._line = await DevTools.Connected(address);
            return browser;
        }

        throw new InvalidOperationException("Chromium did not start.");
    }

    /// <summary>Opens a page in a new profile, with two connections: each has its own time domain.</summary>
    public async Task<(DevTools First, DevTools Second)> Open(string address)
    {
        if (_context is not null) await _line!.Send("Target.disposeBrowserContext", new() { ["browserContextId"] = _context });
        _context = (await _line!.Send("Target.createBrowserContext")).GetProperty("browserContextId").GetString()!;
        var target = await _line.Send(
            "Target.createTarget",
            new()
            {
                ["url"] = address,
                ["browserContextId"] = _context,
                ["width"] = 1280,
                ["height"] = 720,
            }
        );
        var page = new Uri($"ws://{_authority}/devtools/page/{target.GetProperty("targetId").GetString()}");
        return (await DevTools.Connected(page), await DevTools.Connected(page));
    }

    public async ValueTask DisposeAsync()
    {
        if (_line is not null) await _line.DisposeAsync();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Dispose();
    }

    [GeneratedRegex(@"listening on (ws:\S+)")]
    private static partial Regex Listening();
}

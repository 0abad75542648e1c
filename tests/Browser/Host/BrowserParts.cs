using Microsoft.Playwright;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>One node and one Chromium for all tests of the collection; each test has its own session, site and browser context.</summary>
public class BrowserParts : IAsyncLifetime
{
    public const string Chromium = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private SentinelNode? _node;

    public IBrowser Browser => _browser!;

    public SentinelNode Node => _node!;

    public IPlaywright Playwright => _playwright!;

    protected virtual NodeSettings Settings => new();

    public virtual async Task InitializeAsync()
    {
        if (!File.Exists(Chromium)) throw new InvalidOperationException($"The browser tests need {Chromium}: apt-get install chromium");
        _node = await SentinelNode.Started(Settings);
        _playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Chromium,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    // A browser that says that a program steers it is challenged.
                    "--disable-blink-features=AutomationControlled",
                ],
                // Playwright gives these, but users' browsers have the cache and do not say that they are steered.
                IgnoreDefaultArgs = ["--disable-back-forward-cache", "--enable-automation"],
            }
        );
    }

    public virtual async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_node is not null) await _node.DisposeAsync();
    }
}

/// <summary>Tests wait for typed input, so two browsers at once halve the time.</summary>
[CollectionDefinition(Name)]
public sealed class OneBrowser : ICollectionFixture<BrowserParts>
{
    public const string Name = "One browser";
}

[CollectionDefinition(Name)]
public sealed class AnotherBrowser : ICollectionFixture<BrowserParts>
{
    public const string Name = "Another browser";
}

using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>Base of browser tests: a site, a page on it, and the session's state in Sentinel. Each class names its collection.</summary>
public abstract class BrowserTests(BrowserParts parts) : IAsyncLifetime
{
    private IBrowserContext? _context;
    private Site? _site;

    protected BrowserParts Parts => parts;

    protected Site Site => _site!;

    protected IBrowserContext Context => _context!;

    protected IPage Page { get; private set; } = null!;

    protected virtual BrowserNewContextOptions Options => new();

    protected virtual SentinelNode Node => parts.Node;

    public virtual async Task InitializeAsync()
    {
        _site = await Site.Started(Node, "laptop");
        _context = await parts.Browser.NewContextAsync(Options);
        Page = await Open();
    }

    public virtual async Task DisposeAsync()
    {
        if (_context is not null) await _context.DisposeAsync();
        if (_site is not null) await _site.DisposeAsync();
    }

    /// <summary>Opens another tab on the site and starts the SDK there.</summary>
    protected async Task<IPage> Open()
    {
        var page = await Context.NewPageAsync();
        await page.GotoAsync($"{Site.Address}/login");
        return page;
    }

    protected static async Task<Hand> HandOn(IPage page) => new(await page.Context.NewCDPSessionAsync(page));

    /// <summary>Waits until all input was accepted. <c>flush</c> returns this, or false after three seconds.</summary>
    protected static Task Flush(IPage page) => Probe.Until(() => page.EvaluateAsync<bool>("Sentinel.flush()"), "everything is taken");

    protected static Task Sent(Func<bool> condition, string what) => Probe.Until(condition, what);

    protected async Task<JsonObject> Session() => (await Node.Client.Session(Site.Session.Id)).Expect(200).Json!;

    protected async Task<string> Decision() => (string)(await Session())["decision"]!;

    protected async Task<string> AtHighSensitivity() => (await Node.Client.Evaluate(Site.Session.Id)).Expect(200).Decision;

    /// <summary>Each content that was sent, without repetitions.</summary>
    protected IReadOnlyList<Exchange> Contents() => [.. Site.Batches.DistinctBy(exchange => (exchange.Stream, exchange.Sequence))];

    /// <summary>Each content has one sequence, every accepted batch was scored once, and the server counts the declared losses.</summary>
    protected async Task AssertScoredOnce()
    {
        Assert.Equal(Site.Batches.Select(exchange => exchange.Body).Distinct().Count(), Contents().Count);
        // Batches sent while a page closes are answered after it is gone.
        await Probe.Until(async () => Taken() == Counted(await Session()), "Sentinel has scored what was accepted");
        Assert.Equal(Taken(), Counted(await Session()));

        (int Batches, long Dropped) Taken()
        {
            var accepted = Site
                .Batches.Where(exchange => exchange.Accepted)
                .DistinctBy(exchange => (exchange.Stream, exchange.Sequence))
                .ToList();
            return (accepted.Count, accepted.Sum(exchange => exchange.Dropped));
        }

        static (int Batches, long Dropped) Counted(JsonObject session) => ((int)session["batches"]!, (long)session["dropped"]!);
    }
}

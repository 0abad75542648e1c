using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sentinel.Browser.Tests;

/// <summary>A visitor of the demo bank.</summary>
public abstract partial class DemoVisit(BrowserParts parts) : IAsyncLifetime
{
    /// <summary>ms.</summary>
    protected const float Patience = 20_000;

    private IBrowserContext? _context;

    protected IPage Page { get; private set; } = null!;

    /// <summary>By which the browser reaches this machine.</summary>
    protected virtual string Host => "127.0.0.1";

    /// <summary>Unhandled errors of the page's code.</summary>
    protected List<string> Faults { get; } = [];

    public Task InitializeAsync() => Visit(new());

    public async Task DisposeAsync() => await _context!.DisposeAsync();

    protected async Task Visit(BrowserNewContextOptions options)
    {
        if (_context is not null) await _context.DisposeAsync();
        options.ViewportSize ??= new() { Width = 1100, Height = 800 };
        _context = await parts.Browser.NewContextAsync(options);
        Page = await _context.NewPageAsync();
        Page.PageError += (_, fault) => Faults.Add(fault);
        await Page.GotoAsync(new UriBuilder(parts.Node.Address) { Host = Host, Path = "demo" }.Uri.AbsoluteUri);
    }

    protected async Task LogIn()
    {
        await Page.FillAsync("#name", "anna");
        await Page.ClickAsync("#login button");
        await Page.WaitForSelectorAsync("#transfer:not([hidden])");
        await Assertions.Expect(Page.Locator("#trust")).Not.ToHaveTextAsync("–", new() { Timeout = Patience });
    }

    protected async Task Transfer()
    {
        await Page.FillAsync("#to", "anna");
        await Page.FillAsync("#amount", "250");
        await Page.ClickAsync("#transfer button:not([type=button])");
    }

    protected async Task<string> Code()
    {
        await Page.WaitForSelectorAsync("#step-up[open]");
        await Assertions.Expect(Page.Locator("#sms")).ToHaveTextAsync(SixDigits(), new() { Timeout = Patience });
        return SixDigits().Match((await Page.TextContentAsync("#sms"))!).Value;
    }

    protected Task Says(string text, string where = "#outcome") =>
        Assertions.Expect(Page.Locator(where)).ToHaveTextAsync(text, new() { Timeout = Patience });

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex SixDigits();
}

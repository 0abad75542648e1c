using Microsoft.Playwright;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>A visitor of samples/Bank, which is on another origin than Sentinel.</summary>
public abstract class BankVisit(BrowserParts parts) : IAsyncLifetime
{
    private const float Patience = 20_000;

    private SentinelNode? _node;
    private Bank? _bank;
    private IBrowserContext? _context;

    protected SentinelNode Node => _node!;

    protected Bank Bank => _bank!;

    protected IPage Page { get; private set; } = null!;

    /// <summary>What the page's console says, and unhandled errors of its code.</summary>
    protected List<string> Faults { get; } = [];

    public async Task InitializeAsync()
    {
        var port = Command.FreePort();
        _node = await SentinelNode.Started(new NodeSettings().With("Cors__Origins", $"http://localhost:{port}"));
        _bank = await Bank.Started(port, _node.Address, await Key());
        _context = await parts.Browser.NewContextAsync(new() { BaseURL = _bank.Address.ToString() });
        Page = await _context.NewPageAsync();
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Faults.Add(message.Text);
        };
        Page.PageError += (_, fault) => Faults.Add(fault);
    }

    public async Task DisposeAsync()
    {
        if (_context is not null) await _context.DisposeAsync();
        if (_bank is not null) await _bank.DisposeAsync();
        if (_node is not null) await _node.DisposeAsync();
    }

    /// <summary>As this customer, or as a new one.</summary>
    /// <returns>The customer's name.</returns>
    protected async Task<string> LogIn(string? name = null)
    {
        name ??= $"anna-{Guid.NewGuid():N}";
        await Page.GotoAsync("/");
        await Page.FillAsync("[name=name]", name);
        await Page.FillAsync("[name=password]", "correct horse");
        await Page.ClickAsync("main button");
        await Heading("Your account");
        return name;
    }

    protected async Task Send()
    {
        await Page.GotoAsync("/Transfer");
        await Page.FillAsync("[name=to]", "anna");
        await Page.FillAsync("[name=euro]", "250");
        await Page.ClickAsync("main button");
    }

    protected Task Heading(string text) => Assertions.Expect(Page.Locator("h1")).ToHaveTextAsync(text, new() { Timeout = Patience });

    protected Task Says(string text) =>
        Assertions.Expect(Page.Locator("main [role=status]")).ToHaveTextAsync(text, new() { Timeout = Patience });

    /// <summary>A key as the page says to make it.</summary>
    private async Task<string> Key()
    {
        var (exit, output) = await Node.Run("--make-key", "SERVER", "--name", "bank");
        Assert.True(exit == 0, output);
        return output.Trim();
    }
}

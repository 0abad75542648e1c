using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>Somebody who is signed in to the console, and what goes wrong on the pages.</summary>
internal sealed class ConsoleVisit : IAsyncDisposable
{
    private readonly SentinelNode _node;
    private readonly IBrowserContext _context;

    private ConsoleVisit(SentinelNode node, IBrowserContext context, IPage page) => (_node, _context, Page) = (node, context, page);

    public IPage Page { get; }

    /// <summary>Errors and warnings of the pages, refused content among them.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>The buttons and links of all changes that the console offers to administrators.</summary>
    public static IReadOnlyList<string> Changes { get; } =
    [
        "Lift the block", "Ban", "Forget the baseline", "Erase", "Export", "Lift blocks", "Rotate", "Revoke", "Make the key", "New draft",
        "Simulate", "List",
    ];

    /// <param name="parts">Where the console is.</param>
    /// <param name="key">By which the visitor is signed in; null for a stranger.</param>
    /// <param name="options">Of the browser.</param>
    public static async Task<ConsoleVisit> Of(ConsoleParts parts, string? key, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        if (key is not null) options.StorageState = parts.Cookies(key);
        var context = await parts.Browser.NewContextAsync(options);
        var page = await context.NewPageAsync();
        ConsoleVisit visit = new(parts.Node, context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") visit.Faults.Add($"{message.Text} {message.Location}");
        };
        page.PageError += (_, fault) => visit.Faults.Add(fault);
        return visit;
    }

    /// <summary>Opens a page and waits until everything that it reads has arrived.</summary>
    public async Task Open(string path)
    {
        await Page.GotoAsync($"{_node.Address}console/{path}");
        await Arrived();
    }

    /// <summary>Waits until everything that the page reads has arrived.</summary>
    public async Task Arrived()
    {
        await Assertions.Expect(Page.Locator("main h1")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(Page.GetByText("Loading", new() { Exact = false })).ToHaveCountAsync(0, new() { Timeout = 20_000 });
    }

    /// <summary>Opens a page and returns what one call of it was answered.</summary>
    public async Task<JsonObject> Open(string path, string call)
    {
        var answer = await Page.RunAndWaitForResponseAsync(
            () => Open(path), response => response.Url.Contains(call, StringComparison.Ordinal));
        return JsonNode.Parse(await answer.TextAsync())!.AsObject();
    }

    public ILocator Offered(string change) =>
        Page.GetByRole(AriaRole.Button, new() { Name = change, Exact = true })
            .Or(Page.GetByRole(AriaRole.Link, new() { Name = change, Exact = true }));

    public async Task Press(params string[] keys)
    {
        foreach (var key in keys) await Page.Keyboard.PressAsync(key);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}

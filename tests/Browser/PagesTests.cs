using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Sentinel.Browser.Tests;

/// <summary>
/// Each page of the server, opened with the needed permission, has its style and scripts and logs nothing to the console.
/// </summary>
[Collection(AnotherBrowser.Name)]
public sealed class PagesTests(BrowserParts parts)
{
    private static readonly string[] Pages =
    [
        "",
        "docs",
        "docs/integrate",
        "docs/contract.md",
        "docs/models",
        "docs/client-browser",
        "docs/client-dotnet",
        "signin",
        "demo",
        "swagger",
        "swagger/index.html",
        "hangfire",
        "hangfire/jobs/enqueued",
        "hangfire/jobs/succeeded",
        "hangfire/jobs/failed",
        "hangfire/retries",
        "hangfire/recurring",
        "hangfire/servers",
    ];

    [Fact]
    public async Task EachPage_WhenAnOperatorOpensIt_WorksWithoutAConsoleError()
    {
        await using var context = await SignedIn(parts.Node.Settings.AdminKey);
        foreach (var address in Pages)
        {
            var page = await context.NewPageAsync();
            List<string> faults = [];
            page.Console += (_, message) => { if (message.Type is "error" or "warning") faults.Add(message.Text); };
            page.PageError += (_, fault) => faults.Add(fault);
            page.RequestFailed += (_, request) =>
            {
                if (request.Failure != "net::ERR_ABORTED") faults.Add($"{request.Url}: {request.Failure}");
            };
            var answer = await page.GotoAsync($"{parts.Node.Address}{address}", new() { WaitUntil = WaitUntilState.Load });
            Assert.Equal(200, answer!.Status);
            if (address.StartsWith("hangfire", StringComparison.Ordinal))
            {
                // Bootstrap's navigation bar, and the page's own script for times.
                Assert.NotEqual("0px", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.navbar')).minHeight"));
                Assert.Equal("object", await page.EvaluateAsync<string>("typeof Hangfire"));
            }
            else if (address.StartsWith("swagger", StringComparison.Ordinal))
            {
                await page.WaitForSelectorAsync(".opblock");
            }

            Assert.True(faults.Count == 0, $"{address}: {string.Join(" | ", faults)}");
            await page.CloseAsync();
        }
    }

    /// <summary>Loads the icon as each page's policy allows. Where a page names none, a browser asks for <c>/favicon.ico</c>.</summary>
    [Fact]
    public async Task EachPagesIcon_IsAPictureThatItsPolicyAllows()
    {
        await using var context = await SignedIn(parts.Node.Settings.AdminKey);
        var page = await context.NewPageAsync();
        foreach (var address in new[] { "", "docs", "signin", "console", "hangfire", "swagger/index.html" })
        {
            await page.GotoAsync($"{parts.Node.Address}{address}");
            var loaded = await page.EvaluateAsync<bool>("""
                () => new Promise(resolve => {
                  const icon = new Image();
                  icon.onload = () => resolve(true);
                  icon.onerror = () => resolve(false);
                  icon.src = document.querySelector('link[rel=icon]')?.href ?? '/favicon.ico';
                })
                """);
            Assert.True(loaded, address);
        }
    }

    [Theory]
    [InlineData("", ColorScheme.Dark, 390)]
    [InlineData("signin", ColorScheme.Light, 1100)]
    [InlineData("docs/integrate", ColorScheme.Dark, 390)]
    public async Task EachPageOfOurs_InLightAndDarkAndOnAPhone_HasNoFaultForAxe(string address, ColorScheme scheme, int width)
    {
        await using var context = await parts.Browser.NewContextAsync(new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 800 },
            BypassCSP = true,
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{parts.Node.Address}{address}");
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    /// <summary>The order of Swagger's headings is its own; axe calls that moderate.</summary>
    [Theory]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 1100)]
    public async Task Swagger_InLightAndDarkAndOnAPhone_HasNoSeriousFaultForAxe(ColorScheme scheme, int width)
    {
        await using var context = await parts.Browser.NewContextAsync(new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 800 },
            BypassCSP = true,
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{parts.Node.Address}swagger");
        await page.WaitForSelectorAsync(".opblock");
        Assert.Empty((await page.RunAxe()).Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}"));
    }

    [Fact]
    public async Task SignIn_WhenTheVisitorIsSignedIn_SaysSoAndSignsOut()
    {
        await using var context = await SignedIn(parts.Node.Settings.AdminKey);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{parts.Node.Address}signin");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("You are signed in");
        await page.GotoAsync($"{parts.Node.Address}");
        await page.ClickAsync("text=Sign out");
        await page.WaitForURLAsync("**/signin");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("You are signed in");
        Assert.Equal(200, (await page.GotoAsync($"{parts.Node.Address}"))!.Status);
        await Assertions.Expect(page.Locator("text=Sign out")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Jobs_WhenATenantsAdministratorTriesToStopThem_GoOn()
    {
        var admin = (await parts.Node.Client.CreateApiKey(["ADMIN"])).Expect(201).Text("key");
        await using var context = await SignedIn(admin);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{parts.Node.Address}hangfire/recurring");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("audit-close-days");
        Assert.Equal(0, await page.Locator(".js-jobs-list-command").CountAsync());
        Assert.Equal(401, await Remove(page, "audit-close-days"));
        (await parts.Node.With(admin).Get("/metrics")).Expect(403, "forbidden");

        await using var operating = await SignedIn(parts.Node.Settings.AdminKey);
        page = await operating.NewPageAsync();
        await page.GotoAsync($"{parts.Node.Address}hangfire/recurring");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("audit-close-days");
        Assert.NotEqual(0, await page.Locator(".js-jobs-list-command").CountAsync());
        Assert.Equal(204, await Remove(page, "no-such-job"));
        (await parts.Node.Client.Get("/metrics")).Expect(200);
    }

    /// <summary>Removes a job as the dashboard's script does.</summary>
    private static Task<int> Remove(IPage page, string job) => page.EvaluateAsync<int>($$"""
        () => new Promise(resolve => $.ajax({ type: 'POST', url: '/hangfire/recurring/remove',
            data: { 'jobs[]': [{{JsonSerializer.Serialize(job)}}] }, traditional: true,
          complete: answer => resolve(answer.status) }))
        """);

    private async Task<IBrowserContext> SignedIn(string key)
    {
        var context = await parts.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{parts.Node.Address}signin?returnUrl=%2Fhangfire");
        await page.FillAsync("#key", key);
        await page.ClickAsync("button");
        await page.WaitForURLAsync("**/hangfire");
        await page.CloseAsync();
        return context;
    }
}

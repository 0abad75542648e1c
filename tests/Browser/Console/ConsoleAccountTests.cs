using Microsoft.Playwright;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>
/// People come to the console by their account at an identity provider, which is on another site: the browser then decides which cookies
/// it sends.
/// </summary>
[Collection(ConsoleParts.Name)]
public sealed class ConsoleAccountTests(ConsoleParts parts)
{
    [Theory]
    [InlineData("sentinel-analyst", "analyst", 0)]
    [InlineData("sentinel-admin", "administrator", 1)]
    public async Task SomebodyWithARole_AfterTheProvider_IsShownWhatTheRoleMay(string claim, string role, int changes)
    {
        await using var visit = await ConsoleVisit.Of(parts, key: null);
        List<IRequest> requests = [];
        visit.Page.Request += (_, request) => requests.Add(request);
        var wanted = $"/console/sessions/{parts.Blocked.Id}";
        await SignIn(visit.Page, wanted, claim);
        await Assertions.Expect(visit.Page).ToHaveURLAsync($"{parts.Node.Address}{wanted[1..]}", new() { Timeout = 20_000 });
        await visit.Arrived();
        await Assertions.Expect(visit.Page.Locator(".why")).ToContainTextAsync("Blocked");
        await IsOffered("Lift the block");

        // The sites differ: the browser keeps the cookie back as long as it comes from the provider, and sends it from our page on.
        Assert.DoesNotContain("sentinel=", await CookiesTo("/signin/done"), StringComparison.Ordinal);
        Assert.Contains("sentinel=", await CookiesTo(wanted), StringComparison.Ordinal);

        await visit.Open($"users/{ConsoleParts.Known}");
        await IsOffered("Ban");
        await visit.Open("keys");
        await IsOffered("Make the key");
        Assert.True(visit.Faults.Count == 0, string.Join(" | ", visit.Faults));

        async Task IsOffered(string change)
        {
            await Assertions.Expect(visit.Page.Locator(".session")).ToContainTextAsync($"default · {role}");
            await Assertions.Expect(visit.Offered(change)).ToHaveCountAsync(changes);
        }

        async Task<string> CookiesTo(string path) =>
            await requests.Last(request => new Uri(request.Url).AbsolutePath == path).HeaderValueAsync("cookie") ?? "";
    }

    [Fact]
    public async Task SomebodyWithoutARole_IsToldSo_AndSeesNothing()
    {
        await using var visit = await ConsoleVisit.Of(parts, key: null);
        var answer = await visit.Page.RunAndWaitForResponseAsync(
            () => SignIn(visit.Page, "/console"), response => response.Url.EndsWith("/signin?problem=no_role", StringComparison.Ordinal));
        Assert.Equal(403, answer.Status);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your account has no role here");
        await visit.Page.GotoAsync($"{parts.Node.Address}console");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Sign in to Sentinel");
    }

    /// <summary>Opens a page of the console, and goes from there to the provider and back.</summary>
    private async Task SignIn(IPage page, string wanted, params string[] roles)
    {
        (parts.Provider.Subject, parts.Provider.Roles) = ($"account-{Guid.NewGuid():N}", roles);
        await page.GotoAsync($"{parts.Node.Address}{wanted[1..]}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your account at localhost" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = IdentityProvider.Consent }).ClickAsync();
    }
}

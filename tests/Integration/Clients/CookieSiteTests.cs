using System.Text.Json.Nodes;
using System.Web;
using Microsoft.AspNetCore.Http;
using Sentinel.Client;

namespace Sentinel.Integration.Tests;

/// <summary>
/// A user's way through a site with a cookie log-in: what browsers see instead of problems, and sessions that are opened again.
/// </summary>
[Collection(EmbeddedNode.Name)]
public sealed class CookieSiteTests(EmbeddedParts parts)
{
    private const string ByScript = "*/*";
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    [Fact]
    public async Task Challenge_WhenAPageIsLoaded_GoesToTheStepUpAndBack()
    {
        await using var site = await Visited();
        var asked = await site.Get("/account?tab=2");
        Assert.Equal(303, asked.Status);
        Assert.StartsWith("/step-up?challengeId=", asked.Location, StringComparison.Ordinal);
        Assert.Equal("/account?tab=2", (await site.Post($"{asked.Location}&passed=true")).Body);
        Assert.Equal((200, "shown"), await Shown(site, "/account?tab=2"));
    }

    [Fact]
    public async Task Challenge_OfAControllersActionWithTheAttribute_IsToldAsOfAnEndpoint()
    {
        await using var site = await Visited();
        Assert.Equal(403, (await site.Post("/payments", ByScript)).Status);
        var asked = await site.Post("/payments");
        Assert.StartsWith("/step-up?challengeId=", asked.Location, StringComparison.Ordinal);
        await site.Post($"{asked.Location}&passed=true");
        Assert.Equal("paid", (await site.Post("/payments")).Body);
    }

    [Fact]
    public async Task Challenge_WhenAFormIsSent_GoesBackToTheFormsPage()
    {
        await using var site = await Visited();
        var asked = await site.Post("/transfer", referer: new Uri(site.Address, "/pay?to=anna").ToString());
        Assert.Equal("/pay?to=anna", BackOf(asked));
        Assert.Equal("/", BackOf(await site.Post("/transfer", referer: "https://elsewhere.example/pay")));
        Assert.Equal("/", BackOf(await site.Post("/transfer")));
    }

    [Fact]
    public async Task Block_WhenAPageIsLoaded_GoesToTheBlockedPageWithAWayOut()
    {
        await using var site = await Visited();
        for (var i = 0; i < 3; i++)
            await site.Post($"{(await site.Get("/account")).Location}&passed=false");
        var refused = await site.Get("/account");
        Assert.StartsWith("/blocked?challengeId=", refused.Location, StringComparison.Ordinal);
        await site.Post($"/step-up{refused.Location![refused.Location!.IndexOf('?', StringComparison.Ordinal)..]}&passed=true");
        Assert.Equal((200, "shown"), await Shown(site, "/account"));
    }

    [Fact]
    public async Task Refusals_ForScriptsOfThePage_AreProblems()
    {
        await using var site = await Visited();
        foreach (var accept in new[] { ByScript, "application/json", "text/html;q=0, */*" })
        {
            var refused = await site.Post("/transfer", accept);
            Assert.Equal((403, "application/problem+json"), (refused.Status, refused.Type));
            Assert.NotNull(JsonNode.Parse(refused.Body)!["challengeId"]);
        }
    }

    [Theory]
    [InlineData(Decision.Challenge, 403)]
    [InlineData(Decision.Block, 403)]
    public async Task Refusals_WhenTheSiteHasNoPageForThem_AreABarePage(Decision fallback, int status)
    {
        await using var site = await CookieSite.Started(Nowhere, "key", options =>
        {
            (options.StepUpPath, options.BlockedPath, options.WhenUnavailable) = (null, null, fallback);
        });
        await site.Post("/log-in?user=anna");
        var refused = await site.Get("/account?<b>");
        Assert.Equal((status, "text/html"), (refused.Status, refused.Type));
        Assert.DoesNotContain("<b>", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_WhenTheSiteAnswersThemItself_AreItsAnswers()
    {
        await using var site = await CookieSite.Started(Nowhere, "key", options =>
            options.OnRefused = (_, refusal) => refusal.Degraded ? Results.Text($"own: {refusal.ReturnUrl}") : null);
        await site.Post("/log-in?user=anna");
        Assert.Equal("own: /account", (await site.Get("/account")).Body);
    }

    [Fact]
    public async Task LoggedOut_WhenAPageIsLoaded_GoesToTheLogIn()
    {
        await using var site = await Visited();
        await site.Post("/log-out");
        var asked = await site.Get("/account");
        Assert.Equal(302, asked.Status);
        Assert.Contains("/log-in?ReturnUrl=%2Faccount", asked.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_WhenItHasExpired_IsOpenedAgainByTheNextAction()
    {
        await using var site = await Visited();
        await site.Post("/forget");
        Assert.StartsWith("/step-up?challengeId=", (await site.Get("/account")).Location, StringComparison.Ordinal);
        Assert.NotEqual("s001-00000000000000000000000000000000", (await site.Get("/session")).Body);
    }

    /// <summary>Whoever copied the log-in's cookie alone, or removed Sentinel's to get rid of a decision, must log in.</summary>
    [Fact]
    public async Task Session_WhenTheBrowserHasLostIt_NeedsALogIn()
    {
        await using var site = await CookieSite.Started(
            parts.Node.Address, parts.Node.Settings.AdminKey, options => options.WhenUnavailable = Decision.Allow);
        await site.Post($"/log-in?user=u-{Guid.NewGuid():N}");
        site.SetCookie("sentinel-session", "");
        Assert.Contains("/log-in?ReturnUrl=", (await site.Get("/account")).Location, StringComparison.Ordinal);
        Assert.Equal(401, (await site.Post("/sentinel/session", ByScript)).Status);
        site.SetCookie("sentinel-session", "made-by-somebody");
        Assert.Contains("/log-in?ReturnUrl=", (await site.Get("/account")).Location, StringComparison.Ordinal);
    }

    /// <summary>On another device, the strikes of this one would be forgotten.</summary>
    [Fact]
    public async Task Session_WhenItIsOpenedAgain_KeepsTheDeviceOfTheLogIn()
    {
        await using var site = await Visited();
        for (var i = 0; i < 3; i++)
            await site.Post("/step-up?passed=false");
        await site.Post("/forget");
        site.SetCookie("sentinel-device", "");
        Assert.StartsWith("/blocked?challengeId=", (await site.Get("/account")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_OfAnotherUser_DoesNotCount()
    {
        await using var site = await Visited();
        var asked = await site.Get("/account");
        await site.Post($"{asked.Location}&passed=true");
        Assert.Equal((200, "shown"), await Shown(site, "/account"));
        await site.Post($"/log-in-alone?user=u-{Guid.NewGuid():N}");
        Assert.Contains("/log-in?ReturnUrl=", (await site.Get("/account")).Location, StringComparison.Ordinal);
        Assert.Equal(401, (await site.Post("/sentinel/session", ByScript)).Status);
    }

    /// <summary>Such as ASP.NET Core Identity, which makes the log-in's cookie anew every half an hour.</summary>
    [Fact]
    public async Task Session_WhenTheSiteMakesTheLogInsCookieAnew_GoesOn()
    {
        var user = $"u-{Guid.NewGuid():N}";
        await using var site = await CookieSite.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        await site.Post($"/log-in?user={user}");
        var session = (await site.Get("/session")).Body;
        await site.Post($"/log-in-alone?user={user}");
        Assert.StartsWith("/step-up?challengeId=", (await site.Get("/account")).Location, StringComparison.Ordinal);
        Assert.Equal(session, (await site.Get("/session")).Body);
    }

    /// <summary>A renewal may answer after the log-out.</summary>
    [Fact]
    public async Task Session_AfterALogOut_IsForgotten()
    {
        await using var site = await Visited();
        var kept = site.Cookies.GetCookies(site.Address)["sentinel-session"]!.Value;
        await site.Post("/log-out");
        Assert.Null(site.Cookies.GetCookies(site.Address)["sentinel-session"]);
        site.SetCookie("sentinel-session", kept);
        Assert.Equal(409, (await site.Post("/sentinel/session", ByScript)).Status);
        Assert.Contains("/log-in?ReturnUrl=", (await site.Get("/account")).Location, StringComparison.Ordinal);
    }

    /// <summary>A user can cause this, so the site's own step-up and a lenient fallback allow nothing.</summary>
    [Fact]
    public async Task Session_WhenTheUserOpensTooMany_IsNoReasonToAllow()
    {
        await using var site = await CookieSite.Started(
            parts.Node.Address, parts.Node.Settings.AdminKey, options => options.WhenUnavailable = Decision.Allow);
        var user = $"u-{Guid.NewGuid():N}";
        for (var i = 0; i < 64; i++)
        {
            site.SetCookie("sentinel-device", "");
            await site.Post($"/log-in?user={user}");
        }

        Assert.Equal("", (await site.Get("/session")).Body);
        Assert.Equal(503, (await site.Get("/account")).Status);
    }

    /// <summary>As when the challenge was asked for while Sentinel was away, or is of a session that has expired.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("&challengeId=0e7d2f0c-2f0c-4a9e-9d4f-6a1d1c1b7f11")]
    [InlineData("&challengeId=00000000-0000-0000-0000-000000000000")]
    [InlineData("&challengeId=abc")]
    public async Task StepUp_WithoutAChallengeThatSentinelKnows_IsReportedAllTheSame(string query)
    {
        await using var site = await Visited();
        Assert.Equal("/account", (await site.Post($"/step-up?passed=true&returnUrl=%2Faccount{query}")).Body);
        Assert.Equal((200, "shown"), await Shown(site, "/account"));
        await site.Post("/forget");
        await site.Post($"/step-up?passed=true{query}");
        Assert.Equal((200, "shown"), await Shown(site, "/account"));
    }

    /// <summary>What Sentinel knows needs no cookie, which somebody could bring back while Sentinel is away.</summary>
    [Fact]
    public async Task StepUp_WhileSentinelIsThere_IsNotNotedInTheBrowser()
    {
        await using var site = await Visited();
        var asked = await site.Get("/account");
        await site.Post($"{asked.Location}&passed=true");
        Assert.Equal((200, "shown"), await Shown(site, "/account"));
        Assert.Null(site.Cookies.GetCookies(site.Address)["sentinel-step-up"]);
    }

    [Fact]
    public async Task LogIn_InABrowserThatHasASession_EndsThatOne()
    {
        await using var site = await Visited();
        var (kept, former) = (site.Cookies.GetCookies(site.Address)["sentinel-session"]!.Value, (await site.Get("/session")).Body);
        await site.Post($"/log-in?user={(await parts.Node.Client.Session(former)).Expect(200).Text("userId")}");
        Assert.True((bool)(await parts.Node.Client.Session(former)).Expect(200).Json!["ended"]!);
        site.SetCookie("sentinel-session", kept);
        Assert.Contains("/log-in?ReturnUrl=", (await site.Get("/account")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StepUp_OnASecondTry_IsReported()
    {
        await using var site = await Visited();
        var asked = await site.Get("/account");
        await site.Post($"{asked.Location}&passed=false");
        await site.Post($"{asked.Location}&passed=true");
        Assert.Equal((200, "shown"), await Shown(site, "/account"));
    }

    /// <summary>Whoever guesses codes cannot hide failed tries by leaving out the challenge.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StepUp_WhenTriedAgainAndAgain_EndsInABlock(bool named)
    {
        await using var site = await Visited();
        var asked = named ? (await site.Get("/account")).Location : "/step-up?";
        for (var i = 0; i < 3; i++)
            await site.Post($"{asked}&passed=false");
        Assert.StartsWith("/blocked?challengeId=", (await site.Get("/account")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_WhenThePagesScriptAsks_IsTheSameOrANewOne()
    {
        await using var site = await Visited();
        var session = (await site.Get("/session")).Body;
        Assert.Equal(session, (string)JsonNode.Parse((await site.Post("/sentinel/session", ByScript)).Body)!["sessionId"]!);
        await site.Post("/forget");
        var renewed = JsonNode.Parse((await site.Post("/sentinel/session", ByScript, from: "same-origin")).Body)!;
        Assert.NotEqual(session, (string)renewed["sessionId"]!);
        Assert.Equal((string)renewed["sessionId"]!, (await site.Get("/session")).Body);
        Assert.NotEmpty((string)renewed["token"]!);
    }

    [Fact]
    public async Task Session_WhenSomebodyElseAsks_IsNotGiven()
    {
        await using var site = await Visited();
        Assert.Equal(403, (await site.Post("/sentinel/session", ByScript, from: "cross-site")).Status);
        await using var stranger = await CookieSite.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        Assert.Equal(401, (await stranger.Post("/sentinel/session", ByScript)).Status);
    }

    [Fact]
    public async Task Device_OverSeveralLogIns_IsTheSame()
    {
        await using var site = await Visited();
        var device = site.Cookies.GetCookies(site.Address)["sentinel-device"]!;
        Assert.True(device.HttpOnly);
        await site.Post($"/log-in?user=u-{Guid.NewGuid():N}");
        Assert.Equal(device.Value, site.Cookies.GetCookies(site.Address)["sentinel-device"]!.Value);

        site.SetCookie("sentinel-device", "chosen-by-somebody");
        await site.Post($"/log-in?user=u-{Guid.NewGuid():N}");
        Assert.NotEqual("chosen-by-somebody", site.Cookies.GetCookies(site.Address)["sentinel-device"]!.Value);
    }

    /// <summary>The site's own step-up is enough, for the user who passed it alone.</summary>
    [Fact]
    public async Task StepUp_WhileSentinelIsAway_CountsForThisUserInThisBrowser()
    {
        await using var site = await CookieSite.Started(Nowhere, "key");
        await site.Post("/log-in?user=anna");
        var asked = await site.Get("/account");
        Assert.Equal("/step-up?returnUrl=%2Faccount", asked.Location);
        await site.Post($"{asked.Location}&passed=false");
        Assert.Equal(303, (await site.Get("/account")).Status);
        Assert.Equal("/account", (await site.Post($"{asked.Location}&passed=true")).Body);
        Assert.Equal((200, "shown"), await Shown(site, "/account"));
        await site.Post("/log-in?user=otto");
        Assert.Equal(303, (await site.Get("/account")).Status);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task StepUp_WhenTheAddressToReturnToIsNotOfThisSite_GoesToTheStartPage(string address)
    {
        await using var site = await Visited();
        Assert.Equal("/", (await site.Post($"/step-up?passed=true&returnUrl={Uri.EscapeDataString(address)}")).Body);
    }

    private async Task<CookieSite> Visited()
    {
        var site = await CookieSite.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        Assert.Equal(200, (await site.Post($"/log-in?user=u-{Guid.NewGuid():N}")).Status);
        return site;
    }

    private static string? BackOf(PageAnswer answer) =>
        HttpUtility.ParseQueryString(new Uri(new("http://site"), answer.Location).Query)["returnUrl"];

    private static async Task<(int Status, string Body)> Shown(CookieSite site, string path)
    {
        var answer = await site.Get(path);
        return (answer.Status, answer.Body);
    }
}

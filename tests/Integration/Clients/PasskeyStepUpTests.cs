using System.Reflection;
using System.Text.Json.Nodes;
using System.Web;
using Bank;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Who passes a challenge with a passkey, what is reported to Sentinel, and how often it counts. <c>BankPasskeyTests</c> and
/// <c>DemoPasskeyTests</c> do it with a browser.
/// </summary>
[Collection(EmbeddedNode.Name)]
public sealed class PasskeyStepUpTests(EmbeddedParts parts)
{
    private const string Outcome = "outcome";

    [Fact]
    public async Task Passkey_OfTheUser_PassesTheChallengeAndIsReported()
    {
        using var passkey = new SoftwareAuthenticator();
        await using var site = await Visited(passkey);
        Assert.Equal("passed", await Answer(site, await Ticket(site), passkey));
        Assert.Equal((200, "shown"), await Shown(site));
        Assert.Equal(["PASSED webauthn"], await Reports(site, 1));
    }

    /// <summary>A bad answer is a failed try of the person; whoever sends three is blocked.</summary>
    [Theory]
    [InlineData("of another user")]
    [InlineData("without verifying the person")]
    [InlineData("on another site's page")]
    [InlineData("signed wrongly")]
    public async Task Passkey_WhenItsAnswerIsBad_IsReportedAsFailed(string how)
    {
        using var passkey = new SoftwareAuthenticator();
        using var foreign = new SoftwareAuthenticator();
        await using var site = await Visited(passkey);
        await site.Add("somebody-else", foreign.Kept);
        for (var i = 0; i < 3; i++)
            Assert.Equal("failed", await Answer(site, await Ticket(site), how == "of another user" ? foreign : passkey, how));
        Assert.StartsWith("/blocked?challengeId=", (await site.Get("/account")).Location, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Repeat("FAILED webauthn", 3), await Reports(site, 3));
    }

    /// <summary>Its challenge has one outcome, whatever comes later and on whichever of the site's nodes.</summary>
    [Fact]
    public async Task Ticket_WhenItsChallengeHasAnOutcome_CountsForNothingMore()
    {
        using var passkey = new SoftwareAuthenticator();
        await using var site = await Visited(passkey);
        var (challenge, former) = await Ticketed(site);
        var ticket = await TicketFor(site, challenge);
        Assert.Equal("failed", await Answer(site, former, passkey, "signed wrongly"));
        Assert.Equal("again", await Answer(site, former, passkey));
        Assert.Equal("again", await Answer(site, ticket, passkey));
        Assert.Equal(303, (await site.Get("/account")).Status);
        Assert.Equal("passed", await Answer(site, await Ticket(site), passkey));
        Assert.Equal((200, "shown"), await Shown(site));
    }

    [Theory]
    [InlineData(true, "again")]
    [InlineData(false, "passed")]
    public async Task Answer_WhenItIsSentTwice_CountsOnce(bool counts, string second)
    {
        using var passkey = new SoftwareAuthenticator(counts);
        await using var site = await Visited(passkey);
        var answer = AnswerTo(site, await Ticket(site), passkey);
        foreach (var outcome in new[] { "passed", second })
            Assert.Equal(outcome, (string)JsonNode.Parse((await site.Call("/sentinel/passkey", answer)).Body)![Outcome]!);
        Assert.Equal((200, "shown"), await Shown(site));
        Assert.Equal(["PASSED webauthn"], await Reports(site, 1));
    }

    [Fact]
    public async Task Ticket_OfAnotherSessionOrOfNobody_CountsForNothing()
    {
        using var passkey = new SoftwareAuthenticator();
        await using var site = await Visited(passkey, "anna");
        var former = await Ticket(site);
        await site.Post("/log-in?user=anna");
        Assert.Equal("again", await Answer(site, former, passkey));
        var madeUp = new JsonObject { ["options"] = former["options"]!.DeepClone(), ["ticket"] = "made up" };
        Assert.Equal("again", await Answer(site, madeUp, passkey));
        Assert.Equal("passed", await Answer(site, await Ticket(site), passkey));
        Assert.Equal(["PASSED webauthn"], await Reports(site, 1));
    }

    [Fact]
    public async Task Request_OfAUserWithoutPasskeys_LeavesItToTheSitesOwnStepUp()
    {
        await using var site = await Visited();
        Assert.Equal(204, (await Asked(site, Guid.NewGuid().ToString())).Status);
    }

    [Fact]
    public async Task Calls_OfStrangersAndOfOtherSitesPages_AreRefused()
    {
        using var passkey = new SoftwareAuthenticator();
        await using var site = await Visited(passkey);
        var body = new JsonObject { ["challengeId"] = Guid.NewGuid().ToString(), ["ticket"] = "x", ["credential"] = new JsonObject() };
        foreach (var path in new[] { "/sentinel/passkey/request", "/sentinel/passkey" })
        {
            Assert.Equal(403, (await site.Call(path, body, from: "cross-site")).Status);
            Assert.Equal(403, (await site.Call(path, body, from: "same-site")).Status);
            Assert.Equal(400, (await site.Call(path, [])).Status);
        }

        site.SetCookie("sentinel-session", "");
        foreach (var path in new[] { "/sentinel/passkey/request", "/sentinel/passkey" })
            Assert.Equal(401, (await site.Call(path, body)).Status);
    }

    /// <summary>A passkey is no second way round Sentinel: what was not reported counts for nothing.</summary>
    [Fact]
    public async Task Passkey_WhenTheReportCannotBeDelivered_LeavesTheActionRefused()
    {
        using var passkey = new SoftwareAuthenticator();
        await using var site = await Visited(passkey);
        var ticket = await Ticket(site);
        site.Outage.Begun = true;
        Assert.Equal(503, (await Answered(site, ticket, passkey)).Status);
        Assert.Equal("/step-up?returnUrl=%2Faccount", (await site.Get("/account")).Location);
        site.Outage.Begun = false;
        Assert.StartsWith("/step-up?challengeId=", (await site.Get("/account")).Location, StringComparison.Ordinal);
        Assert.Null(site.Cookies.GetCookies(site.Address)["sentinel-step-up"]);
    }

    [Fact]
    public async Task Site_WhoseStoreKeepsNoPasskeys_StopsAtItsStart()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSentinel(options => (options.Endpoint, options.ApiKey) = (parts.Node.Address, "key"))
            .AddPasskeyStepUp<Customer>();
        builder.Services.AddSingleton(StoreWithoutPasskeys.New()).AddIdentityCore<Customer>();
        await using var site = builder.Build();
        Assert.Contains(
            "IUserPasskeyStore<Customer>",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => site.StartAsync())).Message,
            StringComparison.Ordinal);
    }

    private async Task<CookieSite> Visited(SoftwareAuthenticator? passkey = null, string? user = null)
    {
        user ??= $"u-{Guid.NewGuid():N}";
        var site = await CookieSite.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        if (passkey is not null) await site.Add(user, passkey.Kept);
        Assert.Equal(200, (await site.Post($"/log-in?user={user}")).Status);
        return site;
    }

    private static async Task<(string Challenge, JsonNode Ticket)> Ticketed(CookieSite site)
    {
        var asked = await site.Get("/account");
        var challenge = HttpUtility.ParseQueryString(new Uri(new("http://site"), asked.Location).Query)["challengeId"]!;
        return (challenge, await TicketFor(site, challenge));
    }

    private static async Task<JsonNode> Ticket(CookieSite site) => (await Ticketed(site)).Ticket;

    private static async Task<JsonNode> TicketFor(CookieSite site, string challenge)
    {
        var asked = await Asked(site, challenge);
        Assert.Equal(200, asked.Status);
        return JsonNode.Parse(asked.Body)!;
    }

    private static Task<PageAnswer> Asked(CookieSite site, string challenge) =>
        site.Call("/sentinel/passkey/request", new() { ["challengeId"] = challenge });

    private static async Task<string> Answer(CookieSite site, JsonNode ticket, SoftwareAuthenticator passkey, string how = "")
    {
        var answer = await Answered(site, ticket, passkey, how);
        Assert.Equal(200, answer.Status);
        return (string)JsonNode.Parse(answer.Body)![Outcome]!;
    }

    private static Task<PageAnswer> Answered(CookieSite site, JsonNode ticket, SoftwareAuthenticator passkey, string how = "") =>
        site.Call("/sentinel/passkey", AnswerTo(site, ticket, passkey, how));

    private static JsonObject AnswerTo(CookieSite site, JsonNode ticket, SoftwareAuthenticator passkey, string how = "") => new()
    {
        ["ticket"] = (string)ticket["ticket"]!,
        ["credential"] = passkey.Answer(
            ticket["options"]!,
            how == "on another site's page" ? "https://elsewhere.example" : site.Address.GetLeftPart(UriPartial.Authority),
            isVerified: how != "without verifying the person",
            isSigned: how != "signed wrongly"),
    };

    private static async Task<(int Status, string Body)> Shown(CookieSite site)
    {
        var answer = await site.Get("/account");
        return (answer.Status, answer.Body);
    }

    /// <summary>The outcomes that Sentinel has of the browser's session.</summary>
    private async Task<string[]> Reports(CookieSite site, int count)
    {
        var session = (await site.Get("/session")).Body;
        string[] reports = [];
        await Probe.Until(
            async () => (reports =
            [
                .. (await parts.Node.Client.AuditRows($"sessionId={session}&kind=CHALLENGE"))
                    .Select(row => $"{row["challengeOutcome"]} {row["action"]}"),
            ]).Length >= count,
            "the outcomes are audited");
        return reports;
    }
}

/// <summary>A store as of before .NET 10.</summary>
public class StoreWithoutPasskeys : DispatchProxy
{
    internal static IUserStore<Customer> New() => Create<IUserStore<Customer>, StoreWithoutPasskeys>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => null;
}

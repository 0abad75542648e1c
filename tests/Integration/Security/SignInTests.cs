using System.Net;
using System.Text.RegularExpressions;

namespace Sentinel.Integration.Tests;

/// <summary>Signing in with a key gives a browser a cookie for the pages.</summary>
[Collection(ProductionNode.Name)]
public sealed partial class SignInTests(ProductionParts parts) : ApiTests(parts)
{
    [Theory]
    [InlineData("/hangfire"), InlineData("/swagger/index.html"), InlineData("/console"), InlineData("/console/audit?kind=BAN")]
    public async Task Page_WhenNobodyIsSignedIn_LeadsToTheSignIn(string page)
    {
        var answer = await Node.With(null).Get(page);
        Assert.Equal(302, answer.Number);
        Assert.Equal($"/signin?ReturnUrl={Uri.EscapeDataString(page)}", answer.Headers["Location"].Single());
    }

    /// <summary>
    /// Without configured hosts, any host is answered. No answer repeats the host, so that no link or cache leads elsewhere.
    /// </summary>
    [Theory]
    [
        InlineData("/"),
        InlineData("/hangfire"),
        InlineData("/hangfire/recurring?x=1"),
        InlineData("/metrics"),
        InlineData("/console"),
        InlineData("/swagger"),
        InlineData("/swagger/index.html"),
        InlineData("/swagger/v1/swagger.json"),
        InlineData("/signin"),
        InlineData("/nowhere"),
        InlineData("/api/v1/keys")
    ]
    public async Task Page_WhenTheHostIsForeign_IsNotSentBack(string page)
    {
        foreach (var credential in new[] { null, Node.Settings.AdminKey })
        {
            var answer = await Node.From("198.51.100.7", page, credential, host: "evil.example");
            Assert.DoesNotContain(
                "evil",
                string.Concat(answer.Headers.SelectMany(header => header)) + answer.Body,
                StringComparison.OrdinalIgnoreCase
            );
        }
    }

    [Fact]
    public async Task SignIn_WhenTheKeyIsAnAdmins_OpensThePages()
    {
        using var browser = Browser();
        var signedIn = await SignIn(browser, Node.Settings.AdminKey, "/hangfire");
        Assert.Equal((HttpStatusCode.Redirect, "/hangfire"), (signedIn.StatusCode, signedIn.Headers.Location!.ToString()));
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("sentinel=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        foreach (var page in new[] { "/hangfire", "/swagger/index.html", "/swagger/v1/swagger.json", "/api/v1/audit" })
            Assert.Equal((page, HttpStatusCode.OK), (page, (await browser.GetAsync(page)).StatusCode));
    }

    [Theory]
    [InlineData("wrong"), InlineData("")]
    public async Task SignIn_WhenTheKeyIsWrong_StaysOnThePage(string key)
    {
        using var browser = Browser();
        var answer = await SignIn(browser, key, "/hangfire");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.Unauthorized, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("This is no key of an analyst, administrator or operator", page, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Length > 0 ? key : "\0", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/hangfire")).StatusCode);
    }

    [Fact]
    public async Task SignIn_WhenTheKeyIsAnIngestToken_StaysOnThePage()
    {
        using var browser = Browser();
        var session = await Client.Opened(NewUser());
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, session.Token, "/hangfire")).StatusCode);
    }

    [Fact]
    public async Task SignIn_WhenTheFormIsNotOurs_IsRefused()
    {
        using var browser = Browser();
        using var form = new FormUrlEncodedContent([new("key", Node.Settings.AdminKey)]);
        var answer = await browser.PostAsync("/signin", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("https://evil.example/"), InlineData("//evil.example"), InlineData("/\\evil.example")]
    public async Task SignIn_WhenTheReturnIsElsewhere_StaysHere(string returnUrl)
    {
        using var browser = Browser();
        Assert.Equal("/console", (await SignIn(browser, Node.Settings.AdminKey, returnUrl)).Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("ANALYST", "/console"), InlineData("ADMIN", "/console"), InlineData("OPERATOR", "/hangfire")]
    public async Task SignIn_WhenNoPageWasWanted_LeadsToThePageOfTheRole(string scope, string page)
    {
        using var browser = Browser();
        var key = (await Client.CreateApiKey([scope])).Expect(201).Text("key");
        Assert.Equal(page, (await SignIn(browser, key, "")).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(page)).StatusCode);
    }

    [Fact]
    public async Task SignIn_WhenTheKeyIsAnAnalysts_OpensTheConsoleOnly()
    {
        using var browser = Browser();
        await SignIn(browser, (await Client.CreateApiKey(["ANALYST"])).Expect(201).Text("key"), "/console");
        foreach (var page in new[] { "/console", "/console/audit", "/api/v1/stats" })
            Assert.Equal((page, HttpStatusCode.OK), (page, (await browser.GetAsync(page)).StatusCode));
        foreach (var page in new[] { "/hangfire", "/swagger/index.html", "/metrics" })
            Assert.Equal((page, HttpStatusCode.Redirect), (page, (await browser.GetAsync(page)).StatusCode));
    }

    [Fact]
    public async Task SignIn_WhenTheKeyIsRight_IsInTheAuditOfTheKey()
    {
        using var browser = Browser();
        var made = (await Client.CreateApiKey(["ANALYST"])).Expect(201);
        await SignIn(browser, made.Text("key"), "/console");
        var row = Assert.Single(await Client.AuditRows("kind=SIGNED_IN"), row => (string?)row["actor"] == made.Text("id"));
        Assert.Equal(("key", null), ((string?)row["action"], (string?)row["target"]));
    }

    [Fact]
    public async Task Leave_WhenTheFormIsNotOurs_IsRefused()
    {
        using var browser = Browser();
        await SignIn(browser, Node.Settings.AdminKey, "/hangfire");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/signin/out", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/hangfire")).StatusCode);
    }

    private HttpClient Browser() => Browser(Node);

    internal static HttpClient Browser(SentinelNode node) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = node.Address };

    internal static async Task<HttpResponseMessage> SignIn(HttpClient browser, string key, string returnUrl)
    {
        var page = await browser.GetAsync($"/signin?returnUrl={Uri.EscapeDataString(returnUrl)}");
        Assert.Contains("frame-ancestors 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var fields = Hidden().Matches(await page.Content.ReadAsStringAsync())
            .ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
        fields["key"] = key;
        using var form = new FormUrlEncodedContent(fields);
        return await browser.PostAsync("/signin", form);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sentinel.Client;

namespace Sentinel.Integration.Tests;

/// <summary>How the .NET client handles unusable answers.</summary>
public sealed class UnavailableTests
{
    private const string Session = "s001-00000000000000000000000000000000";
    private const string Problem = """{"title":"Away","status":0,"code":"hot_state_unavailable","detail":"Redis is away."}""";

    [Theory]
    [InlineData(503, Problem)]
    [InlineData(500, Problem)]
    [InlineData(429, Problem)]
    [InlineData(408, Problem)]
    [InlineData(502, "<html>Bad gateway</html>")]
    [InlineData(404, "<html>Not found</html>")]
    [InlineData(502, "<html>Bad gateway</html>", "text/html; charset=windows-1252")]
    [InlineData(404, "<html>Not found</html>", "text/html; charset=utf8")]
    [InlineData(200, "<html>Log in</html>", "text/html; charset=windows-1252")]
    public async Task Call_WhenTheAnswerSaysNotNowOrIsNotSentinels_IsUnreachableAsADeadPortIs(int status, string body, string? type = null)
    {
        await using var server = await Answering(status, body, type);
        await using var site = await Site.Started(new(server.Urls.First()), "key");
        var thrown = await Assert.ThrowsAsync<SentinelException>(() => site.Sentinel.OpenSessionAsync("u-1"));
        Assert.Equal(
            ("unreachable", status == 200 ? null : (HttpStatusCode)status, true),
            (thrown.Code, thrown.Status, thrown.IsUnavailable)
        );
        if (body == Problem)
            Assert.Contains("hot_state_unavailable", thrown.Message, StringComparison.Ordinal);

        Assert.Equal((Decision.Block, true), await Evaluated(site, Decision.Block));
        Assert.Equal(
            new(HttpStatusCode.Forbidden, "challenge_required", null, Degraded: true),
            await site.Ask(HttpMethod.Post, "/transfer", Session)
        );
        Assert.Empty(site.LoggedErrors);
    }

    [Theory]
    [InlineData(401, "unauthorized")]
    [InlineData(403, "forbidden")]
    public async Task Call_WhenTheKeyIsRefused_FallsBackForUsersAndTellsTheOperatorTheRemedy(int status, string code)
    {
        await using var server = await Answering(status, $$"""{"code":"{{code}}"}""");
        await using var site = await Site.Started(new(server.Urls.First()), "wrong");
        Assert.Equal((Decision.Allow, true), await Evaluated(site, Decision.Allow));
        Assert.Equal(HttpStatusCode.OK, (await site.Ask(HttpMethod.Get, "/news", Session)).Status);
        Assert.Equal(
            new(HttpStatusCode.Forbidden, "challenge_required", null, Degraded: true),
            await site.Ask(HttpMethod.Post, "/transfer", Session)
        );
        // Once, not for every call.
        Assert.Contains(
            "set Sentinel:ApiKey to a valid key of scope server",
            Assert.Single(site.LoggedErrors),
            StringComparison.Ordinal
        );

        var thrown = await Assert.ThrowsAsync<SentinelException>(() => site.Sentinel.OpenSessionAsync("u-1"));
        Assert.Equal((code, true), (thrown.Code, thrown.IsUnavailable));
    }

    [Fact]
    public async Task Call_WhenItIsAtFaultItself_IsNotUnavailable()
    {
        await using var server = await Answering(422, """{"code":"invalid_request","detail":"action: too long"}""");
        await using var site = await Site.Started(new(server.Urls.First()), "key");
        var thrown = await Assert.ThrowsAsync<SentinelException>(() => site.Sentinel.EvaluateAsync(Session, "look", Sensitivity.Low));
        Assert.Equal(("invalid_request", false), (thrown.Code, thrown.IsUnavailable));
        Assert.Contains("action: too long", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>A session that floods itself gets no HIGH action allowed and does not stop the calls of others.</summary>
    [Theory]
    [InlineData(503, "contended")]
    [InlineData(429, "too_many_batches")]
    public async Task Call_WhenTheSessionIsCrowded_LetsNoHighActionPassAndBreaksNothing(int status, string code)
    {
        var asked = 0;
        await using var server = await Answering(status, $$"""{"code":"{{code}}"}""", asked: () => asked++);
        await using var site = await Site.Started(new(server.Urls.First()), "key", options => options.WhenUnavailable = Decision.Allow);
        for (var i = 0; i < 10; i++)
        {
            var high = await site.Sentinel.EvaluateAsync(Session, "transfer", Sensitivity.High);
            Assert.Equal((Decision.Challenge, true, true), (high.Decision, high.Degraded, high.TryAgain));
            var answer = await site.Ask(HttpMethod.Post, "/transfer", Session, steppedUp: true);
            Assert.Equal(new(HttpStatusCode.ServiceUnavailable, "try_again", null, Degraded: false), answer);
            Assert.Equal((Decision.Allow, true), await Evaluated(site, Decision.Allow));
        }

        Assert.Equal(30, asked);
        Assert.Equal(Decision.Block, (await site.Sentinel.EvaluateAsync(Session, "transfer", Sensitivity.High, Decision.Block)).Decision);
    }

    [Fact]
    public async Task Call_WhenADegradedAnswerSaysBlock_IsBlockWhateverTheFallback()
    {
        await using var server = await Answering(200, """{"accepted":false,"degraded":true,"decision":"BLOCK"}""", "application/json");
        await using var site = await Site.Started(new(server.Urls.First()), "key", options => options.WhenUnavailable = Decision.Allow);
        Assert.Equal((Decision.Block, true), await Evaluated(site, Decision.Allow));
        var answer = await site.Ask(HttpMethod.Post, "/transfer", Session, steppedUp: true);
        Assert.Equal(new(HttpStatusCode.Forbidden, "blocked", null, Degraded: false), answer);
    }

    private static async Task<(Decision, bool)> Evaluated(Site site, Decision whenUnavailable)
    {
        var decision = await site.Sentinel.EvaluateAsync(Session, "look", Sensitivity.Low, whenUnavailable);
        return (decision.Decision, decision.Degraded);
    }

    /// <summary>A server on Sentinel's port that gives this answer to every request.</summary>
    private static async Task<WebApplication> Answering(int status, string body, string? type = null, Action? asked = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            asked?.Invoke();
            context.Response.StatusCode = status;
            context.Response.ContentType = type ?? (body.StartsWith('{') ? "application/problem+json" : "text/html");
            return context.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return app;
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Sentinel.Client;

namespace Sentinel.Integration.Tests;

/// <summary>The .NET client inside a site, with a running node and with none.</summary>
[Collection(EmbeddedNode.Name)]
public sealed class DotnetClientTests(EmbeddedParts parts)
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    [Fact]
    public async Task RequireTrust_WhenTheSessionIsNew_ChallengesHighAndGoesOnAfterAPass()
    {
        await using var site = await Site.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        var session = await site.Sentinel.OpenSessionAsync(NewUser(), "laptop");
        Assert.False(session.Degraded);
        Assert.Equal(HttpStatusCode.OK, (await site.Ask(HttpMethod.Get, "/look", session.SessionId)).Status);

        var refused = await site.Ask(HttpMethod.Post, "/transfer", session.SessionId);
        Assert.Equal((HttpStatusCode.Forbidden, "challenge_required"), (refused.Status, refused.Code));
        var passed = await site.Sentinel.ReportChallengeAsync(session.SessionId, refused.ChallengeId!.Value, passed: true, "otp");
        Assert.Equal(Phase.Verifying, passed.Phase);
        Assert.Equal(HttpStatusCode.OK, (await site.Ask(HttpMethod.Post, "/transfer", session.SessionId)).Status);
    }

    [Fact]
    public async Task RequireTrust_WhenABotTyped_Blocks()
    {
        await using var site = await Site.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        var user = NewUser();
        var session = await site.Sentinel.OpenSessionAsync(user);
        var bot = new Bot(1, DateTimeOffset.UtcNow.AddSeconds(1));
        for (var sequence = 1; sequence <= 6; sequence++)
            (await parts.Node.Client.Batch(session.SessionId, bot.Batch(sequence, user))).Expect(200);

        Assert.Equal((HttpStatusCode.Forbidden, "blocked"), Of(await site.Ask(HttpMethod.Get, "/look", session.SessionId)));
        var decision = await site.Sentinel.EvaluateAsync(session.SessionId, "look", Sensitivity.Low);
        Assert.Equal(Decision.Block, decision.Decision);
        Assert.NotEmpty(decision.Reasons);
        Assert.NotEqual(Guid.Empty, decision.DecisionId);
        Assert.InRange(decision.Risk!.Value, 0.5, 1);
    }

    [Fact]
    public async Task RequireTrust_WhenThereIsNoSessionOrItEnded_Challenges()
    {
        await using var site = await Site.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        Assert.Equal((HttpStatusCode.Forbidden, "challenge_required"), Of(await site.Ask(HttpMethod.Get, "/look", session: null)));
        var session = await site.Sentinel.OpenSessionAsync(NewUser());
        await site.Sentinel.EndSessionAsync(session.SessionId);
        Assert.Equal((HttpStatusCode.Forbidden, "log_in_required"), Of(await site.Ask(HttpMethod.Get, "/look", session.SessionId)));
    }

    [Fact]
    public async Task RequireTrust_WhenTheUsersSessionsWereRevoked_AsksForALogIn()
    {
        await using var site = await Site.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        var user = NewUser();
        var session = await site.Sentinel.OpenSessionAsync(user);
        await site.Sentinel.RevokeSessionsAsync(user);
        Assert.Equal((HttpStatusCode.Forbidden, "log_in_required"), Of(await site.Ask(HttpMethod.Get, "/look", session.SessionId)));
    }

    [Fact]
    public async Task Call_WhenRefused_SaysTheServersCode()
    {
        await using var site = await Site.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        var invalid = await Assert.ThrowsAsync<SentinelException>(() => site.Sentinel.OpenSessionAsync("no spaces, please"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid_request"), (invalid.Status, invalid.Code));
        var unknown = await Assert.ThrowsAsync<SentinelException>(() =>
            site.Sentinel.EvaluateAsync("s001-00000000000000000000000000000000", "look", Sensitivity.Low)
        );
        Assert.Equal("session_expired", unknown.Code);

        await using var stranger = await Site.Started(parts.Node.Address, "not-a-key");
        var refused = await Assert.ThrowsAsync<SentinelException>(() => stranger.Sentinel.OpenSessionAsync(NewUser()));
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task OpenSession_WhenTheSiteSaysWhereTheUserIs_SendsBothForTheServerToCheck()
    {
        await using var site = await Site.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        Assert.NotEmpty((await site.Sentinel.OpenSessionAsync(NewUser(), "laptop", new("203.0.113.7", "Firefox/145.0"))).SessionId);
        foreach (var wrong in new UserContext[] { new("nowhere"), new("203.0.113.7", "") })
            Assert.Equal(
                "invalid_request",
                (await Assert.ThrowsAsync<SentinelException>(() => site.Sentinel.OpenSessionAsync(NewUser(), null, wrong))).Code
            );
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(40, 40)]
    [InlineData(5_000, 1_024)]
    public void UserContext_OfARequest_IsWhatTheContractTakes(int agent, int? kept)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.7");
        http.Request.Headers.UserAgent = new string('a', agent);
        var context = UserContext.Of(http);
        Assert.Equal(("203.0.113.7", kept), (context.IpAddress, context.UserAgent?.Length));
    }

    [Fact]
    public async Task Evaluate_WhenNobodyAnswers_FallsBackToWhatWasChosen()
    {
        await using var site = await Site.Started(Nowhere, "key");
        const string session = "s001-00000000000000000000000000000000";
        var decision = await site.Sentinel.EvaluateAsync(session, "transfer", Sensitivity.High);
        Assert.Equal((Decision.Challenge, true, (Guid?)null), (decision.Decision, decision.Degraded, decision.ChallengeId));
        Assert.Equal(Decision.Block, (await site.Sentinel.EvaluateAsync(session, "transfer", Sensitivity.High, Decision.Block)).Decision);
        Assert.Equal((HttpStatusCode.Forbidden, "challenge_required"), Of(await site.Ask(HttpMethod.Post, "/transfer", session)));
        Assert.Equal(HttpStatusCode.OK, (await site.Ask(HttpMethod.Get, "/news", session)).Status);
        Assert.Equal("unreachable", (await Assert.ThrowsAsync<SentinelException>(() => site.Sentinel.OpenSessionAsync(NewUser()))).Code);
    }

    [Fact]
    public async Task Evaluate_WhenTheServerHangs_FallsBackAndThenNoLongerAsks()
    {
        using var hanging = new TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        await using var site = await Site.Started(
            new($"http://{hanging.LocalEndpoint}/"),
            "key",
            options => (options.Timeout, options.BreakDuration) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromMinutes(1))
        );
        Exception? cause = null;
        for (var i = 0; i < 20 && cause is not Polly.CircuitBreaker.BrokenCircuitException; i++)
        {
            Assert.True((await site.Sentinel.EvaluateAsync("s001-00000000000000000000000000000000", "look", Sensitivity.Low)).Degraded);
            cause = (await Assert.ThrowsAsync<SentinelException>(() => site.Sentinel.OpenSessionAsync("u-1"))).InnerException;
        }

        Assert.IsType<Polly.CircuitBreaker.BrokenCircuitException>(cause, exactMatch: false);
    }

    [Fact]
    public async Task Evaluate_WhenAnAnswersBodyNeverComes_FallsBack()
    {
        using var stalling = new TcpListener(IPAddress.Loopback, 0);
        stalling.Start();
        _ = Task.Run(async () =>
        {
            using var connection = await stalling.AcceptTcpClientAsync();
            await connection
                .GetStream()
                .WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"u8.ToArray());
            await Task.Delay(Timeout.Infinite, new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var site = await Site.Started(
            new($"http://{stalling.LocalEndpoint}/"),
            "key",
            options => options.Timeout = TimeSpan.FromMilliseconds(300)
        );
        Assert.True(
            (
                await site
                    .Sentinel.EvaluateAsync("s001-00000000000000000000000000000000", "look", Sensitivity.Low)
                    .WaitAsync(TimeSpan.FromSeconds(10))
            ).Degraded
        );
    }

    [Theory]
    [InlineData("Endpoint", null)]
    [InlineData("Endpoint", "sentinel.internal")]
    [InlineData("Endpoint", "/sentinel")]
    [InlineData("Endpoint", "ftp://sentinel.internal")]
    [InlineData("Endpoint", "http://sentinel.internal")]
    [InlineData("ApiKey", null)]
    [InlineData("ApiKey", " \n")]
    [InlineData("ApiKey", "two words")]
    [InlineData("ApiKey", "two\r\nlines")]
    [InlineData("Timeout", "00:01:00")]
    public async Task AddSentinel_WhenAnOptionIsMissingOrWrong_StopsTheStartAndNamesIt(string option, string? value)
    {
        var stopped = await Assert.ThrowsAsync<OptionsValidationException>(() => Site.Started(Nowhere, "key", options =>
        {
            if (option == "Endpoint") options.Endpoint = value is null ? null : new(value, UriKind.RelativeOrAbsolute);
            if (option == "ApiKey") options.ApiKey = value;
            if (option == "Timeout") options.Timeout = TimeSpan.Parse(value!, CultureInfo.InvariantCulture);
        }));
        Assert.StartsWith($"Sentinel:{option} ", Assert.Single(stopped.Failures).Split("with the error: '")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSentinel_WhenPlainHttpIsAllowed_StartsWithAnotherMachinesAddress()
    {
        await using var site = await Site.Started(
            Nowhere,
            "key",
            options => (options.Endpoint, options.AllowPlainHttp) = (new("http://sentinel.internal"), true)
        );
        Assert.NotNull(site.Sentinel);
    }

    [Fact]
    public async Task OpenSession_WhenTheKeyCameWithALineBreak_SendsItWithout()
    {
        await using var site = await Site.Started(parts.Node.Address, $"{parts.Node.Settings.AdminKey}\r\n");
        Assert.NotEmpty((await site.Sentinel.OpenSessionAsync(NewUser())).SessionId);
    }

    private static (HttpStatusCode Status, string? Code) Of(SiteAnswer answer) => (answer.Status, answer.Code);

    private static string NewUser() => $"u-{Guid.NewGuid():N}";
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR.Client;
using Sentinel.Client;

namespace Sentinel.Integration.Tests;

/// <summary>Where RequireTrust can be used, and what it does if the session is unknown.</summary>
[Collection(EmbeddedNode.Name)]
public sealed class RequireTrustTests(EmbeddedParts parts)
{
    private const string Session = "s001-00000000000000000000000000000000";
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    [Theory]
    [InlineData("/delegate")]
    [InlineData("/checks")]
    [InlineData("/controller")]
    [InlineData("/page")]
    [InlineData("/own")]
    [InlineData("/group/handler")]
    [InlineData("/group/checks")]
    public async Task Endpoint_OfWhateverKind_AsksFirst(string path)
    {
        await using var site = await Site.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        var session = await site.Sentinel.OpenSessionAsync($"u-{Guid.NewGuid():N}");
        var refused = await site.Ask(HttpMethod.Get, path, session.SessionId);
        Assert.Equal((HttpStatusCode.Forbidden, "challenge_required", false), (refused.Status, refused.Code, refused.Degraded));
        await site.Sentinel.ReportChallengeAsync(session.SessionId, refused.ChallengeId!.Value, passed: true, "otp");
        Assert.Equal(HttpStatusCode.OK, (await site.Ask(HttpMethod.Get, path, session.SessionId)).Status);
    }

    [Fact]
    public async Task Attribute_WhereNothingRunsIt_StopsTheSiteAtItsStart()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSentinel(options => (options.Endpoint, options.ApiKey) = (Nowhere, "key"));
        await using var app = builder.Build();
        app.MapPost("/pay", [RequireTrust(Sensitivity.High, "pay")] () => "paid");
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());
        Assert.Contains("/pay", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Firefox/145.0", true, null)]
    [InlineData("curl/8.5.0", true, "context.agent_changed")]
    [InlineData("curl/8.5.0", false, null)]
    public async Task Endpoint_WhenAnotherBrowserHasTheCookie_TellsSentinel(string agent, bool tells, string? reason)
    {
        await using var site = await Site.Started(parts.Node.Address, parts.Node.Settings.AdminKey, options =>
        {
            if (!tells) options.FindContext = _ => null;
        });
        var session = await site.Sentinel.OpenSessionAsync($"u-{Guid.NewGuid():N}", context: new("127.0.0.9", "Firefox/144.0"));
        await site.Ask(HttpMethod.Post, "/transfer", session.SessionId, agent: agent);
        var row = await EvaluationOf(session.SessionId);
        Assert.Equal(reason, row["reasons"]!.AsArray().Select(one => (string?)one!["code"]).SingleOrDefault());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hub_WhenConnectedTo_AsksFirstAndNotAtEachCall(bool negotiated)
    {
        await using var site = await Site.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        var session = await site.Sentinel.OpenSessionAsync($"u-{Guid.NewGuid():N}");
        await using (var refused = site.Hub(session.SessionId, negotiated))
            Assert.Contains("403", (await Assert.ThrowsAnyAsync<Exception>(() => refused.StartAsync())).Message, StringComparison.Ordinal);

        var challenge = (await site.Sentinel.EvaluateAsync(session.SessionId, "hub", Sensitivity.High)).ChallengeId!.Value;
        await site.Sentinel.ReportChallengeAsync(session.SessionId, challenge, passed: true, "otp");
        await using var hub = site.Hub(session.SessionId, negotiated);
        await hub.StartAsync();
        Assert.Equal($"sent for {session.SessionId}", await hub.InvokeAsync<string>(nameof(TransferHub.Transfer)));

        await site.Sentinel.EndSessionAsync(session.SessionId);
        Assert.Equal($"sent for {session.SessionId}", await hub.InvokeAsync<string>(nameof(TransferHub.Transfer)));
        await using var late = site.Hub(session.SessionId, negotiated);
        Assert.Contains("403", (await Assert.ThrowsAnyAsync<Exception>(() => late.StartAsync())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Session)]
    [InlineData(null)]
    public async Task Unknown_WhenSentinelIsAwayOrThereIsNoSession_IsWhatTheEndpointChose(string? session)
    {
        await using var site = await Site.Started(Nowhere, "key");
        Assert.Equal(HttpStatusCode.OK, (await site.Ask(HttpMethod.Get, "/news", session)).Status);
        Assert.Equal(
            new(HttpStatusCode.Forbidden, "challenge_required", null, Degraded: true),
            await site.Ask(HttpMethod.Post, "/transfer", session)
        );

        await using var strict = await Site.Started(Nowhere, "key", options => options.WhenUnavailable = Decision.Block);
        Assert.Equal(
            new(HttpStatusCode.Forbidden, "blocked", null, Degraded: false),
            await strict.Ask(HttpMethod.Post, "/transfer", session, steppedUp: true)
        );
    }

    [Theory]
    [InlineData(Session)]
    [InlineData(null)]
    public async Task Unknown_WhenTheSitesOwnStepUpIsPassed_GoesOn(string? session)
    {
        await using var site = await Site.Started(Nowhere, "key");
        Assert.Equal(HttpStatusCode.OK, (await site.Ask(HttpMethod.Post, "/transfer", session, steppedUp: true)).Status);
    }

    [Fact]
    public async Task Known_WhenTheSitesOwnStepUpIsPassed_StillWantsItReported()
    {
        await using var site = await Site.Started(parts.Node.Address, parts.Node.Settings.AdminKey);
        var session = await site.Sentinel.OpenSessionAsync($"u-{Guid.NewGuid():N}");
        Assert.NotNull((await site.Ask(HttpMethod.Post, "/transfer", session.SessionId, steppedUp: true)).ChallengeId);
        await site.Sentinel.EndSessionAsync(session.SessionId);
        Assert.Equal(
            new(HttpStatusCode.Forbidden, "log_in_required", null, Degraded: false),
            await site.Ask(HttpMethod.Get, "/news", session.SessionId, steppedUp: true)
        );
    }

    [Fact]
    public void RequireTrust_WhenTheEndpointRunsNothing_SaysSoInsteadOfLettingItPass()
    {
        var endpoint = new Nothing();
        Assert.Contains(
            "RequireTrust(\"look\")",
            Assert.Throws<InvalidOperationException>(() => endpoint.RequireTrust(Sensitivity.Low, "look")).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("money transfer")]
    public void RequireTrust_WhenSentinelWouldNotTakeTheAction_SaysSoAtTheStart(string action) =>
        Assert.Contains(
            "1–64",
            Assert.Throws<ArgumentException>(() => new Nothing().RequireTrust(Sensitivity.Low, action)).Message,
            StringComparison.Ordinal
        );

    private async Task<JsonObject> EvaluationOf(string session)
    {
        JsonObject? row = null;
        await Probe.Until(
            async () =>
                (
                    row = (await parts.Node.Client.AuditRows($"sessionId={session}")).SingleOrDefault(one =>
                        (string)one["kind"]! == "EVALUATION"
                    )
                )
                    is not null,
            "the evaluation is audited"
        );
        return row!;
    }

    private sealed class Nothing : IEndpointConventionBuilder
    {
        public void Add(Action<EndpointBuilder> convention) =>
            convention(
                new Microsoft.AspNetCore.Routing.RouteEndpointBuilder(
                    null,
                    Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/"),
                    0
                )
            );
    }
}

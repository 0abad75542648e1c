using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sentinel.Client;

namespace Sentinel.Integration.Tests;

/// <summary>What clients of an API with tokens are told at CHALLENGE (RFC 9470).</summary>
[Collection(EmbeddedNode.Name)]
public sealed class BearerStepUpTests(EmbeddedParts parts)
{
    private static readonly BearerStepUp Strong = new("phr urn:example:loa:3", TimeSpan.FromMinutes(5));

    [Fact]
    public async Task Challenge_OfAClientWithAToken_IsInsufficientUserAuthentication()
    {
        await using var site = await Started(Strong);
        var session = await site.Sentinel.OpenSessionAsync($"u-{Guid.NewGuid():N}");
        var (answer, problem) = await Transfer(site, session.SessionId, "Bearer abc");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(
            "Bearer error=\"insufficient_user_authentication\", error_description=\"Prove who you are to go on.\", "
                + "acr_values=\"phr urn:example:loa:3\", max_age=\"300\"",
            answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("challenge_required", (string?)problem["code"]);

        var passed = Guid.Parse((string)problem["challengeId"]!);
        await site.Sentinel.ReportChallengeAsync(session.SessionId, passed, passed: true, "phr");
        Assert.Equal(HttpStatusCode.OK, (await Transfer(site, session.SessionId, "Bearer def")).Answer.StatusCode);
    }

    /// <summary>Also for a program that would take a page.</summary>
    [Fact]
    public async Task Challenge_WithoutClassesAndAge_NamesTheErrorAlone()
    {
        await using var site = await Started(new());
        var (answer, problem) = await Transfer(site, session: null, "bearer abc", accept: "text/html");
        Assert.Equal(
            "Bearer error=\"insufficient_user_authentication\", error_description=\"Prove who you are to go on.\"",
            answer.Headers.WwwAuthenticate.ToString());
        Assert.True((bool)problem["degraded"]!);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, "Basic abc")]
    [InlineData(false, "Bearer abc")]
    public async Task Challenge_OfAnybodyElse_Stays403(bool configured, string? credential)
    {
        await using var site = await Started(configured ? Strong : null);
        var (answer, problem) = await Transfer(site, session: null, credential);
        Assert.Equal((HttpStatusCode.Forbidden, "challenge_required"), (answer.StatusCode, (string?)problem["code"]));
        Assert.Empty(answer.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task Refusals_ThatNoStrongerTokenLifts_Stay403()
    {
        await using var site = await Started(Strong);
        var session = await site.Sentinel.OpenSessionAsync($"u-{Guid.NewGuid():N}");
        await site.Sentinel.EndSessionAsync(session.SessionId);
        var (answer, problem) = await Transfer(site, session.SessionId, "Bearer abc");
        Assert.Equal((HttpStatusCode.Forbidden, "log_in_required"), (answer.StatusCode, (string?)problem["code"]));
    }

    [Fact]
    public async Task Site_WhoseClassesWouldBreakTheHeader_StopsAtItsStart() => Assert.Contains(
        "Sentinel:BearerStepUp:AcrValues",
        (await Assert.ThrowsAsync<OptionsValidationException>(() => Started(new("phr\", error=\"x")))).Message,
        StringComparison.Ordinal);

    private Task<Site> Started(BearerStepUp? stepUp) =>
        Site.Started(parts.Node.Address, parts.Node.Settings.AdminKey, options => options.BearerStepUp = stepUp);

    private static async Task<(HttpResponseMessage Answer, JsonObject Problem)> Transfer(
        Site site,
        string? session,
        string? credential,
        string accept = "application/json"
    )
    {
        using var http = new HttpClient { BaseAddress = site.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/transfer");
        if (session is not null) request.Headers.Add("X-Session", session);
        if (credential is not null) request.Headers.Authorization = AuthenticationHeaderValue.Parse(credential);
        request.Headers.Add("Accept", accept);
        var answer = await http.SendAsync(request);
        var isProblem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json";
        return (answer, isProblem ? (await answer.Content.ReadFromJsonAsync<JsonObject>())! : []);
    }
}

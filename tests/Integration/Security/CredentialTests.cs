namespace Sentinel.Integration.Tests;

/// <summary>Which credential may call which endpoint: the complete table, on a running node.</summary>
public abstract class CredentialTests(SharedNode parts, bool production) : ApiTests(parts)
{
    private const string Session = "{session}";
    private const string Api = "/api/v1/sessions";

    /// <summary>
    /// Expected statuses without a credential, with an unknown one, with the session's ingest token, and with an admin key.
    /// </summary>
    public static readonly IReadOnlyList<Call> Calls =
    [
        new("POST /api/v1/sessions", Api, 401, 401, 403, 422),
        new("GET /api/v1/sessions/{sessionId}", $"{Api}/{Session}", 401, 401, 403, 200),
        new("DELETE /api/v1/sessions/{sessionId}", $"{Api}/{Session}", 401, 401, 403, 204),
        new("POST /api/v1/sessions/{sessionId}/batches", $"{Api}/{Session}/batches", 401, 401, 422, 422),
        new("POST /api/v1/sessions/{sessionId}/evaluations", $"{Api}/{Session}/evaluations", 401, 401, 403, 422),
        new("POST /api/v1/sessions/{sessionId}/challenges", $"{Api}/{Session}/challenges", 401, 401, 403, 422),
        new("POST /api/v1/bans", "/api/v1/bans", 401, 401, 403, 422),
        new("GET /api/v1/bans/{userId}", "/api/v1/bans/u-nobody", 401, 401, 403, 404),
        new("DELETE /api/v1/bans/{userId}", "/api/v1/bans/u-nobody", 401, 401, 403, 404),
        new("GET /api/v1/users/{userId}/profile", "/api/v1/users/u-nobody/profile", 401, 401, 403, 404),
        new("GET /api/v1/users/{userId}/profile/baseline", "/api/v1/users/u-nobody/profile/baseline", 401, 401, 403, 404),
        new("POST /api/v1/users/{userId}/profile/rollback", "/api/v1/users/u-nobody/profile/rollback", 401, 401, 403, 422),
        new("DELETE /api/v1/users/{userId}/profile", "/api/v1/users/u-forgotten/profile", 401, 401, 403, 204),
        new("GET /api/v1/users/{userId}/export", "/api/v1/users/u-nobody/export", 401, 401, 403, 404),
        new("DELETE /api/v1/users/{userId}/sessions", "/api/v1/users/u-revoked/sessions", 401, 401, 403, 204),
        new("DELETE /api/v1/users/{userId}/blocks", "/api/v1/users/u-nobody/blocks", 401, 401, 403, 404),
        new("DELETE /api/v1/users/{userId}", "/api/v1/users/u-erased", 401, 401, 403, 200),
        new("GET /api/v1/erasures/{erasureId:guid}", $"/api/v1/erasures/{Guid.Empty}", 401, 401, 403, 404),
        new("POST /api/v1/feedback", "/api/v1/feedback", 401, 401, 403, 422),
        new("POST /api/v1/keys", "/api/v1/keys", 401, 401, 403, 422),
        new("GET /api/v1/keys", "/api/v1/keys", 401, 401, 403, 200),
        new("POST /api/v1/keys/{id:guid}/rotate", $"/api/v1/keys/{Guid.Empty}/rotate", 401, 401, 403, 404),
        new("DELETE /api/v1/keys/{id:guid}", $"/api/v1/keys/{Guid.Empty}", 401, 401, 403, 404),
        new("GET /api/v1/audit", "/api/v1/audit", 401, 401, 403, 200),
        new("GET /api/v1/audit/digests", "/api/v1/audit/digests", 401, 401, 403, 200),
        new("POST /api/v1/audit/digests/{day}/verify", "/api/v1/audit/digests/2026-01-31/verify", 401, 401, 403, 200),
        new("GET /api/v1/audit/summary", "/api/v1/audit/summary", 401, 401, 403, 200),
        new("GET /api/v1/review", "/api/v1/review", 401, 401, 403, 200),
        new("GET /api/v1/review/rates", "/api/v1/review/rates", 401, 401, 403, 200),
        new("POST /api/v1/review/{id:guid}/claim", $"/api/v1/review/{Guid.Empty}/claim", 401, 401, 403, 404),
        new("DELETE /api/v1/review/{id:guid}/claim", $"/api/v1/review/{Guid.Empty}/claim", 401, 401, 403, 404),
        new("PUT /api/v1/review/{id:guid}/label", $"/api/v1/review/{Guid.Empty}/label", 401, 401, 403, 422),
        new("POST /api/v1/lists", "/api/v1/lists", 401, 401, 403, 422),
        new("GET /api/v1/lists", "/api/v1/lists", 401, 401, 403, 200),
        new("GET /api/v1/lists/{id:guid}", $"/api/v1/lists/{Guid.Empty}", 401, 401, 403, 404),
        new("DELETE /api/v1/lists/{id:guid}", $"/api/v1/lists/{Guid.Empty}", 401, 401, 403, 404),
        new("GET /api/v1/stats", "/api/v1/stats", 401, 401, 403, 200),
        new("GET /api/v1/stats/live", "/api/v1/stats/live", 401, 401, 403, 200),
        new("GET /api/v1/stats/reasons", "/api/v1/stats/reasons", 401, 401, 403, 200),
        new("GET /api/v1/stats/reasons/{code}", "/api/v1/stats/reasons/no.such", 401, 401, 403, 404),
        new("GET /api/v1/reasons", "/api/v1/reasons", 401, 401, 403, 200),
        new("GET /api/v1/me", "/api/v1/me", 401, 401, 403, 200),
        new("GET /api/v1/policy", "/api/v1/policy", 401, 401, 403, 200),
        new("GET /api/v1/policy/schema", "/api/v1/policy/schema", 401, 401, 403, 200),
        new("GET /api/v1/policy/versions", "/api/v1/policy/versions", 401, 401, 403, 200),
        new("POST /api/v1/policy/versions", "/api/v1/policy/versions", 401, 401, 403, 422),
        new("GET /api/v1/policy/versions/{number}", "/api/v1/policy/versions/1", 401, 401, 403, 200),
        new("PUT /api/v1/policy/versions/{number}", "/api/v1/policy/versions/1", 401, 401, 403, 422),
        new("GET /api/v1/policy/versions/{number}/differences", "/api/v1/policy/versions/2/differences?from=1", 401, 401, 403, 200),
        new("POST /api/v1/policy/versions/{number}/approve", "/api/v1/policy/versions/1/approve", 401, 401, 403, 422),
        new("POST /api/v1/policy/versions/{number}/shadow", "/api/v1/policy/versions/1/shadow", 401, 401, 403, 422),
        new("POST /api/v1/policy/versions/{number}/live", "/api/v1/policy/versions/1/live", 401, 401, 403, 422),
        new("POST /api/v1/policy/versions/{number}/rollback", "/api/v1/policy/versions/1/rollback", 401, 401, 403, 422),
        new("POST /api/v1/policy/simulations", "/api/v1/policy/simulations", 401, 401, 403, 422),
        new("GET /api/v1/policy/simulations", "/api/v1/policy/simulations", 401, 401, 403, 200),
        new("GET /api/v1/policy/simulations/{id:guid}", $"/api/v1/policy/simulations/{Guid.Empty}", 401, 401, 403, 404),
        new("DELETE /api/v1/policy/simulations/{id:guid}", $"/api/v1/policy/simulations/{Guid.Empty}", 401, 401, 403, 404),
        new("GET /api/v1/audit/export", "/api/v1/audit/export?userId=u-nobody", 401, 401, 403, 200),
        new("GET /api/v1/sessions/{sessionId}/timeline", $"{Api}/s000-00000000000000000000000000000000/timeline", 401, 401, 403, 404),
        new("GET /health/live", "/health/live", 200, 200, 200, 200),
        new("GET /health/ready", "/health/ready", 200, 200, 200, 200),
        new("GET /health/startup", "/health/startup", 200, 200, 200, 200),
        new("GET /signin", "/signin", 200, 200, 200, 200),
        new("POST /signin", "/signin", 400, 400, 400, 400),
        new("POST /signin/out", "/signin/out", 400, 400, 400, 400),
        new("GET /signin/oidc", "/signin/oidc", 404, 404, 404, 404),
        new("GET /signin/done", "/signin/done", 200, 200, 200, 200),
        new("POST /ssf/events/{transmitter}", "/ssf/events/nobody", 404, 404, 404, 404),
        new("GET /console/assets/{name}", "/console/assets/no-such.js", 302, 401, 403, 404),
        new("GET /console/{**page}", "/console", 302, 401, 403, 200),
        new("GET /icon.svg", "/icon.svg", 200, 200, 200, 200),
        new("GET /favicon.ico", "/favicon.ico", 200, 200, 200, 200),
        new("GET /metrics", "/metrics", 302, 401, 403, 200),
        new("GET /hangfire/{**path}", "/hangfire", 302, 401, 403, 200),
        new("GET /", "/", 200, 200, 200, 200),
        new("GET /docs/", "/docs", 200, 200, 200, 200),
        new("GET /docs/{name}", "/docs/contract.md", 200, 200, 200, 200),
        new("GET /sdk/sentinel.js", "/sdk/sentinel.js", 200, 200, 200, 200),
        new("GET /demo/", "/demo", 200, 200, 200, 200) { OnlyInDevelopment = true },
        new("GET /demo/demo.css", "/demo/demo.css", 200, 200, 200, 200) { OnlyInDevelopment = true },
        new("GET /demo/demo.js", "/demo/demo.js", 200, 200, 200, 200) { OnlyInDevelopment = true },
        new("POST /demo/login", "/demo/login", 200, 200, 200, 200) { OnlyInDevelopment = true },
        new("GET /demo/session", "/demo/session", 401, 401, 401, 401) { OnlyInDevelopment = true },
        new("GET /demo/reasons", "/demo/reasons", 200, 200, 200, 200) { OnlyInDevelopment = true },
        new("POST /demo/transfer", "/demo/transfer", 403, 403, 403, 403) { OnlyInDevelopment = true },
        new("POST /demo/challenges/{id:guid}/code", $"/demo/challenges/{Guid.Empty}/code", 401, 401, 401, 401) { OnlyInDevelopment = true },
        new("POST /demo/challenges/{id:guid}", $"/demo/challenges/{Guid.Empty}", 401, 401, 401, 401) { OnlyInDevelopment = true },
        new("POST /demo/passkeys/options", "/demo/passkeys/options", 401, 401, 401, 401) { OnlyInDevelopment = true },
        new("POST /demo/passkeys", "/demo/passkeys", 401, 401, 401, 401) { OnlyInDevelopment = true },
        new("POST /demo/sentinel/session", "/demo/sentinel/session", 401, 401, 401, 401) { OnlyInDevelopment = true },
        new("GET /demo/sentinel/passkey.js", "/demo/sentinel/passkey.js", 200, 200, 200, 200) { OnlyInDevelopment = true },
        new("POST /demo/sentinel/passkey/request", "/demo/sentinel/passkey/request", 401, 401, 401, 401) { OnlyInDevelopment = true },
        new("POST /demo/sentinel/passkey", "/demo/sentinel/passkey", 401, 401, 401, 401) { OnlyInDevelopment = true },
        new("GET /swagger/{documentName}/swagger.{extension}", "/swagger/v1/swagger.json", 302, 401, 403, 200) { OpenInDevelopment = true },
        new("GET /swagger/antiforgery.js", "/swagger/antiforgery.js", 302, 401, 403, 200) { OpenInDevelopment = true },
        new("GET /swagger/{**path}", "/swagger/index.html", 302, 401, 403, 200) { OpenInDevelopment = true },
        new("GET /swagger", "/swagger", 302, 401, 403, 301) { OpenInDevelopment = true },
    ];

    public static TheoryData<string> Patterns => [.. Calls.Select(call => call.Pattern)];

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task EachEndpoint_WhenCalledWithEachCredential_AnswersAsTheTableSays(string pattern)
    {
        var call = Calls.Single(c => c.Pattern == pattern);
        var session = await Client.Opened(NewUser());
        string?[] credentials = [null, "garbage", session.Token, Node.Settings.AdminKey];
        List<int> statuses = [];
        foreach (var credential in credentials)
            statuses.Add((await Node.With(credential).Send(call.Request(session.Id))).Number);
        if (call.OnlyInDevelopment && production)
            Assert.All(statuses, status => Assert.Equal(404, status));
        else if (call.OpenInDevelopment && !production)
            Assert.All(statuses, status => Assert.True(status is 200 or 301 or 302, $"{status}"));
        else
            Assert.Equal(call.Statuses, statuses);
    }

    [Fact]
    public async Task EachDeniedCall_WhenAnswered_IsAProblemAndChangesNothing()
    {
        var session = await Client.Opened(NewUser());
        foreach (var call in Calls.Where(c => c.Path.StartsWith("/api", StringComparison.Ordinal)))
        {
            var unknown = (await Node.With(null).Send(call.Request(session.Id))).Expect(401, "unauthorized");
            Assert.Equal(("Bearer", "application/problem+json"), (unknown.Headers["WWW-Authenticate"].Single(), unknown.MediaType));
            if (call.Statuses[2] == 403) (await Node.With(session.Token).Send(call.Request(session.Id))).Expect(403, "forbidden");
        }

        Assert.False((bool)(await Client.Session(session.Id)).Expect(200).Json!["ended"]!);
    }

    [Theory]
    [InlineData("Basic abc"), InlineData("Bearer"), InlineData("Bearer "), InlineData("Bearer a b"), InlineData("bearer-x")]
    public async Task AnyCall_WhenTheHeaderIsOdd_Is401(string header)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/audit");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        var answer = await Node.With(null).Send(request);
        Assert.True(answer.Number is 401 or 400, answer.Body);
    }

    [Fact]
    public async Task AnyCall_WhenTheKeyIsAlmostRight_Is401()
    {
        var key = Node.Settings.AdminKey;
        foreach (var almost in new[] { key[..^1], key + "x", key.ToUpperInvariant(), new string('k', 10_000) })
            (await Node.With(almost).Audit("")).Expect(401, "unauthorized");
    }

    /// <param name="Pattern">The method and route as mapped.</param>
    /// <param name="Path">A path that matches the route.</param>
    /// <param name="Statuses">One for each credential, in the order of <see cref="Calls"/>.</param>
    public sealed record Call(string Pattern, string Path, params int[] Statuses)
    {
        /// <summary>Anonymous clients may read it in Development.</summary>
        public bool OpenInDevelopment { get; init; }

        /// <summary>It does not exist in Production.</summary>
        public bool OnlyInDevelopment { get; init; }

        public HttpRequestMessage Request(string session)
        {
            var method = new HttpMethod(Pattern[..Pattern.IndexOf(' ', StringComparison.Ordinal)]);
            var request = new HttpRequestMessage(method, Path.Replace(Session, session, StringComparison.Ordinal));
            if (method == HttpMethod.Post || method == HttpMethod.Put)
                request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            return request;
        }
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class CredentialsInDevelopment(EmbeddedParts parts) : CredentialTests(parts, production: false);

[Collection(ProductionNode.Name)]
public sealed class CredentialsInProduction(ProductionParts parts) : CredentialTests(parts, production: true);

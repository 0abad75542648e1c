using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>
/// A client of a node: one method for each call of the API, and <see cref="Send"/> for everything that no client should send.
/// </summary>
public sealed class NodeClient(SentinelNode node, string? credential)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromSeconds(30),
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    public Task<Answer> Open(string user, string? device = null) =>
        Post("/api/v1/sessions", new() { ["userId"] = user, ["deviceId"] = device });

    public async Task<OpenSession> Opened(string user, string? device = null)
    {
        var answer = (await Open(user, device)).Expect(201);
        return new(answer.Text("sessionId"), answer.Text("ingestToken"), user);
    }

    public Task<Answer> Batch(string session, JsonObject batch) => Post($"/api/v1/sessions/{session}/batches", batch);

    /// <summary>Sends a batch until it is scored: while other sessions of the user go first, it is sent again, as clients do.</summary>
    public async Task<Answer> Scored(string session, JsonObject batch)
    {
        Answer? answer = null;
        await Probe.Until(async () => (answer = await Batch(session, batch)).Number != 503, "the batch is scored");
        return answer!.Expect(200);
    }

    public Task<Answer> Evaluate(string session, string sensitivity = "HIGH", string action = "transfer") =>
        Post($"/api/v1/sessions/{session}/evaluations", new() { ["action"] = action, ["sensitivity"] = sensitivity });

    public Task<Answer> Report(string session, string challenge, string outcome, string method = "otp") => Post(
        $"/api/v1/sessions/{session}/challenges", new() { ["challengeId"] = challenge, ["outcome"] = outcome, ["method"] = method });

    public Task<Answer> Session(string session) => Get($"/api/v1/sessions/{session}");

    public Task<Answer> End(string session) => Send(new(HttpMethod.Delete, $"/api/v1/sessions/{session}"));

    public Task<Answer> Ban(string user, DateTimeOffset? until = null) =>
        Post(
            "/api/v1/bans",
            until is { } end
                ? new() { ["userId"] = user, ["expiresAt"] = end.ToString("O") }
                : new() { ["userId"] = user, ["permanent"] = true }
        );

    public Task<Answer> LiftBlocks(string user, string? device = null) =>
        Send(new(HttpMethod.Delete, $"/api/v1/users/{user}/blocks{(device is null ? "" : $"?deviceId={device}")}"));

    public Task<Answer> Revoke(string user) => Send(new(HttpMethod.Delete, $"/api/v1/users/{user}/sessions"));

    public Task<Answer> Lift(string user) => Send(new(HttpMethod.Delete, $"/api/v1/bans/{user}"));

    /// <summary>Erases a user and returns the last receipt. On a busy machine it takes more than 2 s, and a job continues.</summary>
    public async Task<Answer> Erase(string user)
    {
        var receipt = await Send(new(HttpMethod.Delete, $"/api/v1/users/{user}"));
        if (receipt.Number != 202) return receipt.Expect(200);
        var erasure = $"/api/v1/erasures/{receipt.Text("erasureId")}";
        await Probe.Until(
            async () => (receipt = (await Get(erasure)).Expect(200)).Json!["finishedAt"] is not null, "the erasure has finished");
        return receipt;
    }

    public Task<Answer> CreateApiKey(string[] scopes, string name = "test", DateTimeOffset? until = null) => Post("/api/v1/keys", new()
    {
        ["name"] = name,
        ["scopes"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]),
        ["expiresAt"] = until?.ToString("O"),
    });

    /// <summary>The tenant's keys by id.</summary>
    public async Task<IReadOnlyDictionary<string, JsonObject>> Keys() => (await Get("/api/v1/keys")).Expect(200).Json!["items"]!.AsArray()
        .ToDictionary(key => (string)key!["id"]!, key => key!.AsObject());

    public Task<Answer> RotateApiKey(string id, JsonNode? overlap = null) =>
        overlap is null
            ? Send(new(HttpMethod.Post, $"/api/v1/keys/{id}/rotate"))
            : Post($"/api/v1/keys/{id}/rotate", new() { ["overlap"] = overlap });

    public Task<Answer> RevokeApiKey(string id) => Send(new(HttpMethod.Delete, $"/api/v1/keys/{id}"));

    public Task<Answer> Audit(string query) => Get($"/api/v1/audit?{query}");

    /// <summary>All audit rows of the query, newest first, except those that reads create.</summary>
    public async Task<IReadOnlyList<JsonObject>> AuditRows(string query) =>
        [.. (await AllAuditRows(query)).Where(row => (string)row["kind"]! is not ("AUDIT_READ" or "USER_READ" or "USER_EXPORTED"))];

    public async Task<IReadOnlyList<JsonObject>> AllAuditRows(string query)
    {
        List<JsonObject> rows = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await Audit($"{query}&limit=200{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}")).Expect(200);
            rows.AddRange(page.Json!["items"]!.AsArray().Select(row => row!.AsObject()));
            cursor = (string?)page.Json!["nextCursor"];
        }

        return rows;
    }

    public Task<Answer> Get(string path) => Send(new(HttpMethod.Get, path));

    public Task<Answer> Post(string path, JsonObject body) => PostText(path, body.ToJsonString());

    public Task<Answer> PostText(string path, string body) =>
        Send(new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") });

    public async Task<Answer> Send(HttpRequestMessage request)
    {
        using (request)
        {
            request.RequestUri = new(node.Address, request.RequestUri!);
            if (credential is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
            using var response = await Http.SendAsync(request);
            return await Answer.Of(response);
        }
    }
}

/// <summary>A session that a test opened.</summary>
public sealed record OpenSession(string Id, string Token, string User);

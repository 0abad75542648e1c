using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>The OpenAPI document has an example of every body and of every error of every call.</summary>
[Collection(EmbeddedNode.Name)]
public sealed class OpenApiTests(EmbeddedParts parts) : ApiTests(parts)
{
    private static readonly string[] Calls =
    [
        "DELETE /api/v1/bans/{userId}",
        "DELETE /api/v1/keys/{id}",
        "DELETE /api/v1/lists/{id}",
        "DELETE /api/v1/policy/simulations/{id}",
        "DELETE /api/v1/review/{id}/claim",
        "DELETE /api/v1/sessions/{sessionId}",
        "DELETE /api/v1/users/{userId}",
        "DELETE /api/v1/users/{userId}/blocks",
        "DELETE /api/v1/users/{userId}/profile",
        "DELETE /api/v1/users/{userId}/sessions",
        "GET /api/v1/audit",
        "GET /api/v1/audit/digests",
        "GET /api/v1/audit/export",
        "GET /api/v1/audit/summary",
        "GET /api/v1/bans/{userId}",
        "GET /api/v1/erasures/{erasureId}",
        "GET /api/v1/keys",
        "GET /api/v1/lists",
        "GET /api/v1/lists/{id}",
        "GET /api/v1/me",
        "GET /api/v1/policy",
        "GET /api/v1/policy/schema",
        "GET /api/v1/policy/simulations",
        "GET /api/v1/policy/simulations/{id}",
        "GET /api/v1/policy/versions",
        "GET /api/v1/policy/versions/{number}",
        "GET /api/v1/policy/versions/{number}/differences",
        "GET /api/v1/reasons",
        "GET /api/v1/review",
        "GET /api/v1/review/rates",
        "GET /api/v1/sessions/{sessionId}",
        "GET /api/v1/sessions/{sessionId}/timeline",
        "GET /api/v1/stats",
        "GET /api/v1/stats/live",
        "GET /api/v1/stats/reasons",
        "GET /api/v1/stats/reasons/{code}",
        "GET /api/v1/users/{userId}/export",
        "GET /api/v1/users/{userId}/profile",
        "GET /api/v1/users/{userId}/profile/baseline",
        "POST /api/v1/audit/digests/{day}/verify",
        "POST /api/v1/bans",
        "POST /api/v1/feedback",
        "POST /api/v1/keys",
        "POST /api/v1/keys/{id}/rotate",
        "POST /api/v1/lists",
        "POST /api/v1/policy/simulations",
        "POST /api/v1/policy/versions",
        "POST /api/v1/policy/versions/{number}/approve",
        "POST /api/v1/policy/versions/{number}/live",
        "POST /api/v1/policy/versions/{number}/rollback",
        "POST /api/v1/policy/versions/{number}/shadow",
        "POST /api/v1/review/{id}/claim",
        "POST /api/v1/sessions",
        "POST /api/v1/sessions/{sessionId}/batches",
        "POST /api/v1/sessions/{sessionId}/challenges",
        "POST /api/v1/sessions/{sessionId}/evaluations",
        "POST /api/v1/users/{userId}/profile/rollback",
        "PUT /api/v1/policy/versions/{number}",
        "PUT /api/v1/review/{id}/label",
    ];

    [Fact]
    public async Task Document_WhenRead_HasEveryCallOfTheContract() =>
        Assert.Equal(Calls, (await Operations()).Select(operation => operation.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task EachCall_WhenDocumented_HasExamplesOfItsBodies()
    {
        foreach (var (name, operation) in await Operations())
        {
            if (operation["requestBody"] is { } body)
                Assert.True(body["content"]!["application/json"]!["example"] is JsonObject, $"{name}: the request");
            var success = operation["responses"]!.AsObject().Where(response => response.Key[0] == '2').ToList();
            Assert.NotEmpty(success);
            foreach (var (status, response) in success.Where(response => response.Key != "204"))
                Assert.All(
                    response!["content"]!.AsObject(),
                    media => Assert.True(media.Value!["example"] is not null, $"{name}: {status} {media.Key}")
                );
        }
    }

    /// <summary>Each member of an example is one of its schema, and every required member is there.</summary>
    [Fact]
    public async Task EachExample_WhenItIsOfAnAnswer_HasTheMembersOfItsSchema()
    {
        var schemas = (await Client.Get("/swagger/v1/swagger.json")).Expect(200).Json!["components"]!["schemas"]!.AsObject();
        List<string> faults = [];
        foreach (var (name, operation) in await Operations())
        foreach (var (status, response) in operation["responses"]!.AsObject().Where(response => response.Key[0] == '2'))
            if (response!["content"]?["application/json"] is { } json)
                Compare(json["example"]!, json["schema"]!, $"{name} {status}");
        Assert.Empty(faults);

        void Compare(JsonNode? value, JsonNode schema, string path)
        {
            if (schema["$ref"] is { } reference) schema = schemas[((string)reference!).Split('/')[^1]]!;
            schema = (schema["allOf"] ?? schema["oneOf"])?[0] is { } only ? schemas[((string)only["$ref"]!).Split('/')[^1]]! : schema;
            if (value is JsonArray items && schema["items"] is { } ofItems)
                for (var i = 0; i < items.Count; i++) Compare(items[i], ofItems, $"{path}[{i}]");
            if (value is not JsonObject members || schema["properties"] is not JsonObject properties) return;
            faults.AddRange(members.Where(member => !properties.ContainsKey(member.Key)).Select(member => $"{path}.{member.Key}: unknown"));
            foreach (var (member, of) in properties)
                if (members.ContainsKey(member)) Compare(members[member], of!, $"{path}.{member}");
                else if (schema["required"]?.AsArray().Any(required => (string)required! == member) == true)
                    faults.Add($"{path}.{member}: missing");
        }
    }

    [Fact]
    public async Task EachCall_WhenDocumented_HasAnExampleOfEachError()
    {
        foreach (var (name, operation) in await Operations())
        {
            var errors = operation["responses"]!.AsObject().Where(response => response.Key[0] is '4' or '5').ToList();
            Assert.True(errors.Select(error => error.Key).Intersect(["401", "403"]).Count() == 2, name);
            foreach (var (status, response) in errors)
            {
                var examples = response!["content"]!["application/problem+json"]!["examples"]!.AsObject();
                Assert.NotEmpty(examples);
                foreach (var (code, example) in examples)
                    Assert.Equal(
                        (name, status, code),
                        (name, example!["value"]!["status"]!.ToString(), (string?)example["value"]!["code"])
                    );
            }
        }
    }

    [Fact]
    public async Task EachExample_WhenSent_IsUnderstood()
    {
        var opened = (await Operations()).Single(operation => operation.Name == "POST /api/v1/sessions").Operation;
        (await Client.Post("/api/v1/sessions", Example(opened))).Expect(201);
        foreach (
            var (name, operation) in (await Operations()).Where(operation =>
                operation.Name.StartsWith("POST /api/v1/sessions/{", StringComparison.Ordinal)
            )
        )
        {
            var session = await Client.Opened("u-42");
            var answer = await Client.Post(
                name["POST ".Length..].Replace("{sessionId}", session.Id, StringComparison.Ordinal),
                Example(operation)
            );
            Assert.True(answer.Number == 200 || answer.Code == "challenge_unknown", $"{name}: {answer.Body}");
        }
    }

    [Fact]
    public async Task ExamplesOfKeys_WhenSent_AreUnderstood()
    {
        var calls = (await Operations()).ToDictionary(operation => operation.Name, operation => operation.Operation);
        var made = (await Client.Post("/api/v1/keys", Example(calls["POST /api/v1/keys"]))).Expect(201);
        (await Client.Post($"/api/v1/keys/{made.Text("id")}/rotate", Example(calls["POST /api/v1/keys/{id}/rotate"]))).Expect(201);
    }

    [Fact]
    public async Task ExampleOfAnEntryOfLists_WhenSent_IsUnderstood()
    {
        var body = Example((await Operations()).Single(operation => operation.Name == "POST /api/v1/lists").Operation);
        body["expiresAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O");
        body["userId"] = NewUser();
        (await Client.Post("/api/v1/lists", body)).Expect(201);
    }

    [Fact]
    public async Task EachCall_WhenDocumented_NamesWhatAKeyMayBeAnswered()
    {
        foreach (var (name, operation) in await Operations())
        {
            foreach (var (status, code) in new[] { ("401", "key_expired"), ("401", "key_revoked"), ("503", "keys_unavailable") })
                Assert.True(
                    operation["responses"]![status]!["content"]!["application/problem+json"]!["examples"]!.AsObject().ContainsKey(code),
                    $"{name}: {code}"
                );
        }
    }

    private static JsonObject Example(JsonObject operation) =>
        operation["requestBody"]!["content"]!["application/json"]!["example"]!.AsObject();

    private async Task<IReadOnlyList<(string Name, JsonObject Operation)>> Operations()
    {
        var document = (await Client.Get("/swagger/v1/swagger.json")).Expect(200).Json!;
        return
        [
            .. document["paths"]!
                .AsObject()
                .SelectMany(
                    path => path.Value!.AsObject(),
                    (path, operation) => ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!.AsObject())
                ),
        ];
    }
}

namespace Sentinel.Integration.Tests;

/// <summary>Which calls of the API a key of each single scope may make.</summary>
[Collection(EmbeddedNode.Name)]
public sealed class KeyScopeTests(EmbeddedParts parts) : ApiTests(parts)
{
    private static readonly string[] Scopes = ["INGEST", "SERVER", "ADMIN", "OPERATOR", "ANALYST", "METRICS"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var call in CredentialTests.Calls.Where(call => call.Path.StartsWith("/api", StringComparison.Ordinal)
                || call.Path is "/metrics" or "/hangfire"))
            {
                foreach (var scope in Scopes) cases.Add(scope, call.Pattern);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task EachCall_WhenTheKeyHasOneScope_OpensToThoseOfItsOwn(string scope, string pattern)
    {
        var call = CredentialTests.Calls.Single(c => c.Pattern == pattern);
        var session = await Client.Opened(NewUser());
        var key = (await Client.CreateApiKey([scope])).Expect(201).Text("key");
        var answer = await Node.With(key).Send(call.Request(session.Id));
        if (OpensTo(pattern).Contains(scope)) Assert.Equal(call.Statuses[3], answer.Number);
        else answer.Expect(403, "forbidden");
    }

    [Fact]
    public async Task Batch_WhenTheKeyMayIngestAlone_IsScoredButItsDecisionIsNotTold()
    {
        var user = NewUser();
        var session = await Client.Opened(user);
        var (ingest, server) = (
            (await Client.CreateApiKey(["INGEST"])).Expect(201).Text("key"),
            (await Client.CreateApiKey(["SERVER"])).Expect(201).Text("key")
        );
        var person = new Person(1, Soon);
        var receipt = (await Node.With(ingest).Batch(session.Id, person.Batch(1, user))).Expect(200);
        Assert.True((bool)receipt.Json!["accepted"]!);
        Assert.Null(receipt.Json["trust"]);
        Assert.NotNull((await Node.With(server).Batch(session.Id, person.Batch(2, user))).Expect(200).Json!["trust"]);
    }

    private static string[] OpensTo(string pattern) => pattern switch
    {
        "GET /metrics" => ["OPERATOR", "METRICS"],
        "GET /hangfire/{**path}" => ["ADMIN", "OPERATOR"],
        _ when pattern.EndsWith("/batches", StringComparison.Ordinal) => ["INGEST", "SERVER"],
        "DELETE /api/v1/users/{userId}/sessions" => ["SERVER", "ADMIN"],
        _ when pattern.EndsWith("/timeline", StringComparison.Ordinal) => ["SERVER", "ADMIN", "ANALYST"],
        _ when pattern.EndsWith("/feedback", StringComparison.Ordinal) => ["SERVER", "ADMIN", "ANALYST"],
        "GET /api/v1/reasons" or "GET /api/v1/me" or "GET /api/v1/policy" => ["SERVER", "ADMIN", "ANALYST"],
        _ when pattern.Contains("/digests", StringComparison.Ordinal) => ["ADMIN"],
        _ when pattern.Contains("/review", StringComparison.Ordinal) => ["ADMIN", "ANALYST"],
        _ when pattern.StartsWith("GET ", StringComparison.Ordinal) && IsForAnalysts(pattern) => ["ADMIN", "ANALYST"],
        _ when pattern.Contains("/sessions", StringComparison.Ordinal) => ["SERVER"],
        _ => ["ADMIN"],
    };

    private static bool IsForAnalysts(string pattern) =>
        pattern.Contains("/audit", StringComparison.Ordinal)
        || pattern.Contains("/stats", StringComparison.Ordinal)
        || pattern.Contains("/policy/", StringComparison.Ordinal)
        || pattern.EndsWith("/profile", StringComparison.Ordinal)
        || pattern.EndsWith("/profile/baseline", StringComparison.Ordinal)
        || pattern.Contains("/lists", StringComparison.Ordinal)
        || pattern.Contains("/bans/", StringComparison.Ordinal);
}

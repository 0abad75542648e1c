using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>The target of requests: a session with a history, its user, who is banned, and a key.</summary>
internal sealed class Target
{
    private readonly NodeClient client;
    private readonly OpenSession session;
    private readonly string key;
    private readonly string challenge;
    private string before = "";

    private Target(NodeClient client, OpenSession session, string key, string challenge) =>
        (this.client, this.session, this.key, this.challenge) = (client, session, key, challenge);

    public string Session => session.Id;

    public string Token => session.Token;

    public string User => session.User;

    public static async Task<Target> Made(NodeClient client, int seed)
    {
        var user = $"u-{Guid.NewGuid():N}";
        var opened = (await Kept(client, user, () => client.Open(user, "d-1"))).Expect(201);
        var session = new OpenSession(opened.Text("sessionId"), opened.Text("ingestToken"), user);
        var person = new Person(seed, DateTimeOffset.UtcNow.AddSeconds(1));
        for (var sequence = 1; sequence <= 2; sequence++)
        {
            var batch = person.Batch(sequence, user);
            (await Kept(client, user, () => client.Batch(session.Id, batch))).Expect(200);
        }

        var challenge = (await Kept(client, user, () => client.Evaluate(session.Id))).Expect(200).Text("challengeId");
        (await client.Ban(session.User)).Expect(201);
        var key = (await client.CreateApiKey(["SERVER"])).Expect(201).Text("id");
        return new(client, session, key, challenge);
    }

    /// <summary>
    /// Sends again while the answer is degraded, as a client does. Waits for the audit record of the degraded answer, so that it does not
    /// count as a change later.
    /// </summary>
    private static async Task<Answer> Kept(NodeClient client, string user, Func<Task<Answer>> send)
    {
        var answer = await send();
        while (answer.IsDegraded)
        {
            await Probe.Until(
                async () => (await client.AuditRows($"userId={user}")).Any(row => (string)row["kind"]! == "DEGRADED"),
                "the degraded answer is in the audit");
            answer = await send();
        }

        return answer;
    }

    /// <summary>Remembers the current state.</summary>
    public async Task Remember() => before = await Looked();

    public async Task AssertAsRemembered() => Assert.Equal(before, await Looked());

    /// <summary>The value of a path parameter, by name.</summary>
    public string Parameter(string name) => name switch
    {
        _ when name.Contains("session", StringComparison.OrdinalIgnoreCase) => Session,
        _ when name.Contains("user", StringComparison.OrdinalIgnoreCase) => User,
        _ => key,
    };

    /// <summary>The example's body with this target's ids.</summary>
    public JsonObject Aimed(JsonObject example)
    {
        var body = (JsonObject)example.DeepClone();
        foreach (var (name, value) in new[] { ("userId", User), ("sessionId", Session), ("challengeId", challenge) })
        {
            if (body.ContainsKey(name)) body[name] = value;
        }

        return body;
    }

    /// <summary>All visible state except trust, which decays over time.</summary>
    private async Task<string> Looked()
    {
        var view = (await client.Session(Session)).Expect(200).Json!;
        view.Remove("trust");
        var ban = (await client.Get($"/api/v1/bans/{User}")).Expect(200).Body;
        var profile = (await client.Get($"/api/v1/users/{User}/profile")).Expect(200).Body;
        return $"{view.ToJsonString()}\n{ban}\n{profile}";
    }
}

/// <summary>What else must not change: the tenant's keys and audit.</summary>
internal sealed record Tenant(IReadOnlyDictionary<string, JsonObject> Keys, IReadOnlyList<JsonObject> Audit)
{
    public static async Task<Tenant> Seen(NodeClient client) => new(await client.Keys(), await client.AuditRows(""));

    public IReadOnlySet<string> Decisions => Audit.Select(row => (string)row["decisionId"]!).ToHashSet();

    /// <summary>A key without the members that its use changes.</summary>
    public static string Still(JsonObject key)
    {
        var still = (JsonObject)key.DeepClone();
        still.Remove("lastUsedAt");
        return still.ToJsonString();
    }
}

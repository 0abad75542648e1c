namespace Sentinel.Integration.Tests;

/// <summary>A ban applies to the user on every device, until an administrator lifts it or it expires.</summary>
public abstract class BanTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Ban_WhenMade_BlocksTheNextBatchEvaluationAndSession()
    {
        var user = NewUser();
        var session = await Client.Opened(user, "laptop");
        var person = new Person(1, Soon);
        Assert.NotEqual("BLOCK", (await Client.Batch(session.Id, person.Batch(1, user))).Expect(200).Decision);

        (await Client.Ban(user)).Expect(201);

        var batch = (await Client.Batch(session.Id, person.Batch(2, user))).Expect(200);
        Assert.Equal("BLOCK", batch.Decision);
        Assert.Contains("context.banned", batch.ReasonCodes);
        Assert.Equal("BLOCK", (await Client.Evaluate(session.Id, "LOW")).Expect(200).Decision);
        Assert.Equal("BLOCK", (await Client.Open(user, "phone")).Expect(201).Decision);
        Assert.NotEqual("BLOCK", (await Client.Open(NewUser(), "laptop")).Expect(201).Decision);
    }

    [Fact]
    public async Task Ban_WhenAChallengeIsPassedOrTheSessionEnds_Stands()
    {
        var user = NewUser();
        var session = await Client.Opened(user);
        var challenge = (await Client.Evaluate(session.Id)).Expect(200).Text("challengeId");
        (await Client.Ban(user)).Expect(201);
        var banned = (await Client.Evaluate(session.Id)).Expect(200);
        Assert.Equal(("BLOCK", null), (banned.Decision, banned.Json!["challengeId"]?.ToString()));
        Assert.Equal("BLOCK", (await Client.Report(session.Id, challenge, "PASSED")).Expect(200).Decision);
        Assert.Equal(204, (await Client.End(session.Id)).Number);
        Assert.Equal("BLOCK", (await Client.Open(user)).Expect(201).Decision);
    }

    [Fact]
    public async Task Lift_WhenBanned_AllowsAgainAndIsAudited()
    {
        var user = NewUser();
        var session = await Client.Opened(user);
        (await Client.Ban(user, DateTimeOffset.UtcNow.AddDays(1))).Expect(201);
        Assert.Equal(user, (await Client.Get($"/api/v1/bans/{user}")).Expect(200).Text("userId"));
        Assert.Equal("BLOCK", (await Client.Evaluate(session.Id, "LOW")).Expect(200).Decision);

        Assert.Equal(204, (await Client.Lift(user)).Number);

        Assert.Equal("ALLOW", (await Client.Evaluate(session.Id, "LOW")).Expect(200).Decision);
        (await Client.Get($"/api/v1/bans/{user}")).Expect(404, "not_banned");
        (await Client.Lift(user)).Expect(404, "not_banned");
        await Probe.Until(
            async () =>
                (await Client.AuditRows($"userId={user}"))
                    .Select(row => ((string)row["kind"]!, (string)row["decision"]!, row["sessionId"] is null))
                    .Where(row => row.Item3)
                    .Order()
                    .SequenceEqual([("BAN", "BLOCK", true), ("BAN_LIFTED", "ALLOW", true)]),
            "the ban and its end are in the audit"
        );
    }

    [Fact]
    public async Task Ban_WhenItExpires_Ends()
    {
        var user = NewUser();
        var session = await Client.Opened(user);
        (await Client.Ban(user, DateTimeOffset.UtcNow.AddSeconds(1))).Expect(201);
        await Probe.Until(async () => (await Client.Evaluate(session.Id, "LOW")).Decision == "ALLOW", "the ban has ended");
        (await Client.Get($"/api/v1/bans/{user}")).Expect(404, "not_banned");
    }

    [Theory]
    [
        InlineData("""{"permanent":true}""", "userId"),
        InlineData("""{"userId":"a b","permanent":true}""", "userId"),
        InlineData("""{"userId":"u","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt"),
        InlineData("""{"userId":"u"}""", "expiresAt"),
        InlineData("""{"userId":"u","permanent":false}""", "expiresAt"),
        InlineData("""{"userId":"u","permanent":true,"expiresAt":"2099-01-01T00:00:00Z"}""", "expiresAt")
    ]
    public async Task Ban_WhenTheBodyIsBad_NamesTheField(string body, string path) =>
        Assert.Equal([path], (await Client.PostText("/api/v1/bans", body)).Expect(422, "invalid_request").ErrorPaths);

    [Theory]
    [InlineData("\"duration\":\"PT1H\"", "duration"), InlineData("\"expiresAT \":\"2099-01-01T00:00:00Z\"", "expiresAT "),
     InlineData("\"permanent\":true,\"reason\":{\"a\":[1]}", "reason")]
    public async Task Ban_WhenAMemberIsUnknown_NamesItAndBansNobody(string member, string path)
    {
        var user = NewUser();
        Assert.Equal(
            [path],
            (await Client.PostText("/api/v1/bans", $$"""{"userId":"{{user}}",{{member}}}""")).Expect(400, "malformed_request").ErrorPaths
        );
        (await Client.Get($"/api/v1/bans/{user}")).Expect(404, "not_banned");
    }

    [Fact]
    public async Task Ban_WhenPermanent_SaysSo()
    {
        var user = NewUser();
        Assert.True((bool)(await Client.Ban(user)).Expect(201).Json!["permanent"]!);
        Assert.Null((await Client.Get($"/api/v1/bans/{user}")).Expect(200).Json!["expiresAt"]);
        Assert.False((bool)(await Client.Ban(user, DateTimeOffset.UtcNow.AddDays(1))).Expect(201).Json!["permanent"]!);
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class BansOnEmbeddedParts(EmbeddedParts parts) : BanTests(parts);

[Collection(ServedNode.Name)]
public sealed class BansOnServedParts(ServedParts parts) : BanTests(parts);

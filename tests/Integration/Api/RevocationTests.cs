namespace Sentinel.Integration.Tests;

/// <summary>A revocation ends all sessions that were opened until then, and what they had proven.</summary>
public abstract class RevocationTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Revoke_WhenSessionsRun_EndsThemForEveryCall()
    {
        var user = NewUser();
        var (laptop, phone) = (await Client.Opened(user, "laptop"), await Client.Opened(user, "phone"));
        var other = await Client.Opened(NewUser(), "laptop");
        var person = new Person(1, Soon);
        (await Client.Batch(laptop.Id, person.Batch(1, user))).Expect(200);
        var challenge = (await Client.Evaluate(phone.Id)).Expect(200).Text("challengeId");

        Assert.Equal(204, (await Client.Revoke(user)).Number);

        (await Client.Batch(laptop.Id, person.Batch(2, user))).Expect(409, "session_ended");
        (await Client.Evaluate(laptop.Id, "LOW")).Expect(409, "session_ended");
        (await Client.Report(phone.Id, challenge, "PASSED")).Expect(409, "session_ended");
        Assert.True((bool)(await Client.Session(phone.Id)).Expect(200).Json!["ended"]!);
        Assert.Equal(204, (await Client.End(laptop.Id)).Number);
        Assert.Equal("ALLOW", (await Client.Evaluate(other.Id, "LOW")).Expect(200).Decision);
        var again = await Client.Opened(user, "laptop");
        Assert.Equal("ALLOW", (await Client.Evaluate(again.Id, "LOW")).Expect(200).Decision);
        await Probe.Until(
            async () => (await Client.AuditRows($"userId={user}&kind=SESSIONS_REVOKED")) is [var row] && row["actor"] is not null,
            "the revocation is in the audit");
    }

    [Fact]
    public async Task Revoke_WhenADeviceWasProven_AsksForANewProof()
    {
        var user = NewUser();
        var first = await Client.Opened(user, "laptop");
        var challenge = (await Client.Evaluate(first.Id)).Expect(200).Text("challengeId");
        (await Client.Report(first.Id, challenge, "PASSED")).Expect(200);
        var person = new Person(1, Soon);
        for (var i = 1; i <= 4; i++) await Client.Scored(first.Id, person.Batch(i, user));
        Assert.NotNull((await Client.Get($"/api/v1/users/{user}/profile")).Expect(200).Json!["carryOver"]);
        Assert.Equal("ALLOW", (await Client.Evaluate(first.Id)).Expect(200).Decision);
        Assert.NotNull(await Passed(user));

        Assert.Equal(204, (await Client.Revoke(user)).Number);

        var profile = (await Client.Get($"/api/v1/users/{user}/profile")).Expect(200).Json!;
        Assert.NotNull(profile["sessionsRevokedAt"]);
        Assert.Null(profile["carryOver"]);
        Assert.Equal(1, (int)profile["knownDevices"]!);
        Assert.Null(await Passed(user));
        var second = await Client.Opened(user, "laptop");
        var evaluation = (await Client.Evaluate(second.Id)).Expect(200);
        Assert.Equal("CHALLENGE", evaluation.Decision);
        (await Client.Report(second.Id, evaluation.Text("challengeId"), "PASSED")).Expect(200);
        Assert.Equal("ALLOW", (await Client.Evaluate(second.Id)).Expect(200).Decision);
    }

    [Fact]
    public async Task Revoke_WhenTheUserIsBlocked_LiftsNothing()
    {
        var user = NewUser();
        (await Client.Ban(user)).Expect(201);
        Assert.Equal(204, (await Client.Revoke(user)).Number);
        Assert.Equal("BLOCK", (await Client.Open(user, "laptop")).Expect(201).Decision);
    }

    [Theory]
    [InlineData("no%20spaces"), InlineData("-")]
    public async Task Revoke_WhenTheNameIsNone_IsRefused(string user) => (await Client.Revoke(user)).Expect(422, "invalid_request");

    private async Task<string?> Passed(string user) =>
        (await Client.Get($"/api/v1/users/{user}/profile")).Expect(200).Json!["devices"]![0]!["passedAt"]?.ToString();
}

[Collection(EmbeddedNode.Name)]
public sealed class RevocationsOnEmbeddedParts(EmbeddedParts parts) : RevocationTests(parts);

[Collection(ServedNode.Name)]
public sealed class RevocationsOnServedParts(ServedParts parts) : RevocationTests(parts);

namespace Sentinel.Integration.Tests;

/// <summary>Invariant 11: a block sticks until a challenge lifts it.</summary>
public abstract class BlockTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Open_WhenTheDeviceWasBlockedAndItsSessionEnded_IsBlocked()
    {
        var user = NewUser();
        var blocked = await Blocked(user, "laptop");
        Assert.Equal(204, (await Client.End(blocked.Id)).Number);
        var again = (await Client.Open(user, "laptop")).Expect(201);
        Assert.Equal("BLOCK", again.Decision);
        var evaluation = (await Client.Evaluate(again.Text("sessionId"), "LOW")).Expect(200);
        Assert.Equal("BLOCK", evaluation.Decision);
        Assert.Contains("context.strikes", evaluation.ReasonCodes);
    }

    [Fact]
    public async Task Open_WhenAnotherDeviceWasBlocked_IsNot()
    {
        var user = NewUser();
        await Blocked(user, "laptop");
        Assert.NotEqual("BLOCK", (await Client.Open(user, "phone")).Expect(201).Decision);
        Assert.NotEqual("BLOCK", (await Client.Open(NewUser(), "laptop")).Expect(201).Decision);
    }

    [Fact]
    public async Task Open_WhenManyOtherDevicesWereBlockedSince_IsStillBlocked()
    {
        var user = NewUser();
        await Blocked(user, "laptop");
        for (var i = 0; i < 16; i++) await Blocked(user, $"other-{i}");
        var again = (await Client.Open(user, "laptop")).Expect(201);
        Assert.Equal("BLOCK", again.Decision);
        Assert.Equal("BLOCK", (await Client.Open(user, "other-0")).Expect(201).Decision);
        var evaluation = (await Client.Evaluate(again.Text("sessionId"), "LOW")).Expect(200);
        Assert.Contains("context.strikes", evaluation.ReasonCodes);
        Assert.Equal(
            "ALLOW",
            (await Client.Report(again.Text("sessionId"), evaluation.Text("challengeId"), "PASSED")).Expect(200).Decision
        );
        Assert.NotEqual("BLOCK", (await Client.Open(user, "laptop")).Expect(201).Decision);
        Assert.Equal("BLOCK", (await Client.Open(user, "other-0")).Expect(201).Decision);
    }

    [Fact]
    public async Task LiftBlocks_WhenOfOneDevice_FreesItsSessionsAndNoOther()
    {
        var user = NewUser();
        var (laptop, phone) = (await Blocked(user, "laptop"), await Blocked(user, "phone"));

        Assert.Equal(204, (await Client.LiftBlocks(user, "laptop")).Number);

        Assert.Equal("ALLOW", (await Client.Evaluate(laptop.Id, "LOW")).Expect(200).Decision);
        Assert.NotEqual("BLOCK", (await Client.Session(laptop.Id)).Expect(200).Decision);
        Assert.NotEqual("BLOCK", (await Client.Open(user, "laptop")).Expect(201).Decision);
        Assert.Equal("BLOCK", (await Client.Evaluate(phone.Id, "LOW")).Expect(200).Decision);
        Assert.Equal("BLOCK", (await Client.Open(user, "phone")).Expect(201).Decision);
        await Probe.Until(
            async () =>
                (await Client.AuditRows($"userId={user}")).Any(row =>
                    (string)row["kind"]! == "BLOCKS_LIFTED" && row["target"] is not null && row["actor"] is not null
                ),
            "the lift is in the audit"
        );
    }

    [Fact]
    public async Task LiftBlocks_WhenOfAllDevices_FreesEachAndABanStays()
    {
        var user = NewUser();
        var (laptop, phone) = (await Blocked(user, "laptop"), await Blocked(user, "phone"));
        Assert.Equal(204, (await Client.LiftBlocks(user)).Number);
        foreach (var session in new[] { laptop, phone })
            Assert.Equal("ALLOW", (await Client.Evaluate(session.Id, "LOW")).Expect(200).Decision);
        (await Client.LiftBlocks(user)).Expect(404, "not_blocked");

        (await Client.Ban(user)).Expect(201);
        (await Client.LiftBlocks(user)).Expect(404, "not_blocked");
        Assert.Equal("BLOCK", (await Client.Evaluate(laptop.Id, "LOW")).Expect(200).Decision);
    }

    /// <summary>An accepted query without a device would lift every block.</summary>
    [Theory]
    [InlineData("?device=laptop", 400), InlineData("?deviceId=", 422), InlineData("?deviceId=laptop&more=1", 400)]
    public async Task LiftBlocks_WhenTheQueryIsBad_LiftsNothing(string query, int status)
    {
        var user = NewUser();
        await Blocked(user, "laptop");
        (await Client.Send(new(HttpMethod.Delete, $"/api/v1/users/{user}/blocks{query}"))).Expect(
            status,
            status == 400 ? "malformed_request" : "invalid_request"
        );
        Assert.Equal("BLOCK", (await Client.Open(user, "laptop")).Expect(201).Decision);
        (await Client.LiftBlocks(NewUser())).Expect(404, "not_blocked");
        (await Client.LiftBlocks(user, "phone")).Expect(404, "not_blocked");
    }

    /// <summary>A bot opens a session for every ten key strokes.</summary>
    [Fact]
    public async Task Open_WhenABotSplitsItsWork_IsBlockedByTheThirdSession()
    {
        var user = NewUser();
        var decision = "";
        for (var i = 0; i < 3 && decision != "BLOCK"; i++)
        {
            var session = await Client.Opened(user, "laptop");
            await Client.Evaluate(session.Id, "LOW");
            decision = (await Client.Batch(session.Id, new Script(i, Soon).FreeText(1, user))).Expect(200).Decision;
            Assert.Equal(204, (await Client.End(session.Id)).Number);
        }

        Assert.Equal("BLOCK", decision);
        Assert.Equal("BLOCK", (await Client.Open(user, "laptop")).Expect(201).Decision);
    }

    [Fact]
    public async Task Score_WhenAPersonFollowsABlock_StaysBlocked()
    {
        var session = await Blocked(NewUser());
        var next = await Play(session, new Person(2, Soon.AddMinutes(2)), 20, from: 101);
        Assert.Equal("BLOCK", next.Decision);
        Assert.Contains(
            next.ReasonCodes,
            code => code.StartsWith("physics.", StringComparison.Ordinal) || code.StartsWith("pattern.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Report_WhenPassed_LiftsTheBlock()
    {
        var user = NewUser();
        var session = await Blocked(user, "laptop");
        var evaluation = (await Client.Evaluate(session.Id)).Expect(200);
        Assert.Equal("BLOCK", evaluation.Decision);
        var passed = (await Client.Report(session.Id, evaluation.Text("challengeId"), "PASSED")).Expect(200);
        Assert.Equal("ALLOW", passed.Decision);
        Assert.Equal("ALLOW", (await Client.Evaluate(session.Id)).Expect(200).Decision);
        Assert.NotEqual("BLOCK", (await Client.Open(user, "laptop")).Expect(201).Decision);
    }

    [Fact]
    public async Task Report_WhenPassedInAnotherSession_LiftsOnlyWhatItMay()
    {
        var user = NewUser();
        var blocked = await Blocked(user, "laptop");
        var other = (await Client.Opened(user, "laptop")).Id;
        var challenge = (await Client.Evaluate(other)).Text("challengeId");
        Assert.Equal("ALLOW", (await Client.Report(other, challenge, "PASSED")).Expect(200).Decision);
        Assert.Equal("BLOCK", (await Client.Session(blocked.Id)).Expect(200).Decision);
    }

    [Fact]
    public async Task Report_WhenRepeated_ChangesNothing()
    {
        var session = await Client.Opened(NewUser());
        var challenge = (await Client.Evaluate(session.Id)).Text("challengeId");
        var first = (await Client.Report(session.Id, challenge, "PASSED")).Expect(200);
        var again = (await Client.Report(session.Id, challenge, "PASSED")).Expect(200);
        Assert.Equal(
            (first.Text("decisionId"), first.Decision, first.Trust, first.Phase),
            (again.Text("decisionId"), again.Decision, again.Trust, again.Phase)
        );
        (await Client.Report(session.Id, challenge, "FAILED")).Expect(409, "challenge_reported");
        Assert.Single(await AuditOf(session, 3), row => (string)row["kind"]! == "CHALLENGE");
    }

    [Fact]
    public async Task Report_WhenPassedWhileVerifying_OpensHigh()
    {
        var session = await Client.Opened(NewUser());
        var challenge = (await Client.Evaluate(session.Id)).Text("challengeId");
        Assert.Equal("VERIFYING", (await Client.Report(session.Id, challenge, "PASSED", "webauthn")).Expect(200).Phase);
        Assert.Equal("ALLOW", (await Client.Evaluate(session.Id)).Expect(200).Decision);
    }

    [Fact]
    public async Task Report_WhenFailedThreeTimes_BlocksTheDevice()
    {
        var user = NewUser();
        var session = await Client.Opened(user, "laptop");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("CHALLENGE", (await Client.Evaluate(session.Id)).Expect(200).Decision);
            var challenge = (await Client.Evaluate(session.Id)).Text("challengeId");
            Assert.Contains("context.challenge_failed", (await Client.Report(session.Id, challenge, "FAILED")).Expect(200).ReasonCodes);
        }

        Assert.Equal("BLOCK", (await Client.Evaluate(session.Id, "LOW")).Expect(200).Decision);
        Assert.Equal("BLOCK", (await Client.Open(user, "laptop")).Expect(201).Decision);
        Assert.NotEqual("BLOCK", (await Client.Open(user, "phone")).Expect(201).Decision);
    }

    [Fact]
    public async Task Report_WhenTheChallengeIsNotOfThisSession_IsUnknown()
    {
        var mine = await Client.Opened(NewUser());
        var other = await Client.Opened(NewUser());
        var challenge = (await Client.Evaluate(other.Id)).Text("challengeId");
        (await Client.Report(mine.Id, challenge, "PASSED")).Expect(404, "challenge_unknown");
        (await Client.Report(mine.Id, Guid.NewGuid().ToString(), "PASSED")).Expect(404, "challenge_unknown");
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class BlockOnEmbeddedParts(EmbeddedParts parts) : BlockTests(parts);

[Collection(ServedNode.Name)]
public sealed class BlockOnServedParts(ServedParts parts) : BlockTests(parts);

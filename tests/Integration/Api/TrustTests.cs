namespace Sentinel.Integration.Tests;

/// <summary>How input of people and bots changes trust and decisions.</summary>
public abstract class TrustTests(SharedNode parts) : ApiTests(parts)
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public async Task Score_WhenAPersonGoesOn_RisesFromColdStartToTrusted(int seed)
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(seed, Soon);
        List<string> phases = [];
        var highest = 0.0;
        for (var sequence = 1; sequence <= 40; sequence++)
        {
            var answer = (await Client.Batch(session.Id, person.Batch(sequence, session.User))).Expect(200);
            Assert.Equal("ALLOW", answer.Decision);
            Assert.False(answer.Degraded);
            if (phases.LastOrDefault() != answer.Phase) phases.Add(answer.Phase);
            highest = Math.Max(highest, answer.Trust);
        }

        Assert.Equal("TRUSTED", phases[^1]);
        Assert.Equal("VERIFYING", phases[^2]);
        Assert.True(highest > 0.65, $"trust reached {highest}");
        // To seem human is no proof of who acts.
        var high = (await Client.Evaluate(session.Id)).Expect(200);
        Assert.Equal(("CHALLENGE", "context.identity_unproven"), (high.Decision, (string)high.Json!["reasons"]!.AsArray()[^1]!["code"]!));
        var view = (await Client.Session(session.Id)).Expect(200);
        Assert.Equal((40, 0), ((int)view.Value("batches"), (int)view.Value("outOfOrder")));
        Assert.NotEmpty(view.Json!["timeline"]!.AsArray());
    }

    [Fact]
    public async Task Evaluate_OnADeviceWhereAChallengeWasPassed_AllowsAPersonHighInALaterSession()
    {
        var user = NewUser();
        var earlier = await Client.Opened(user, "laptop");
        var challenge = (await Client.Evaluate(earlier.Id)).Expect(200).Text("challengeId");
        (await Client.Report(earlier.Id, challenge, "PASSED")).Expect(200);

        foreach (var (device, seed, expected) in new[] { ("laptop", 1, "ALLOW"), ("phone", 2, "CHALLENGE") })
        {
            var session = await Client.Opened(user, device);
            var person = new Person(seed, Soon);
            for (var sequence = 1; sequence <= 40; sequence++)
                (await Client.Batch(session.Id, person.Batch(sequence, user))).Expect(200);
            Assert.Equal(expected, (await Client.Evaluate(session.Id)).Expect(200).Decision);
        }
    }

    [Theory]
    [InlineData("keys"), InlineData("pointer"), InlineData("both")]
    public async Task Score_WhenABotSends_BlocksOrChallenges(string modality)
    {
        var session = await Client.Opened(NewUser());
        var bot = new Bot(1, Soon);
        for (var sequence = 1; sequence <= 30; sequence++)
        {
            var answer = (
                await Client.Batch(
                    session.Id,
                    modality switch
                    {
                        "keys" => bot.FreeText(sequence, session.User),
                        "pointer" => bot.Pointing(sequence, session.User),
                        _ => bot.Batch(sequence, session.User),
                    }
                )
            ).Expect(200);
            // A pointer alone is one witness: ADR 0012.
            if (answer.Decision != (modality == "pointer" ? "CHALLENGE" : "BLOCK"))
                continue;
            Assert.Contains(
                answer.ReasonCodes,
                code => code.StartsWith("physics.", StringComparison.Ordinal) || code.StartsWith("pattern.", StringComparison.Ordinal)
            );
            return;
        }

        Assert.Fail("always allowed");
    }

    [Fact]
    public async Task Score_WhenABotTakesOver_Blocks()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(4, Soon);
        Assert.Equal("TRUSTED", (await Play(session, person, 30)).Phase);
        var bot = new Bot(4, DateTimeOffset.FromUnixTimeMilliseconds((long)person.Now));
        Assert.Equal("BLOCK", (await Play(session, bot, 30, from: 31)).Decision);
    }

    [Fact]
    public async Task Score_WhenOneBatchHoldsEverything_IsNotTrusted()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(5, Soon);
        var answer = (await Client.Batch(session.Id, person.FreeText(1, session.User, strokes: 1_500))).Expect(200);
        Assert.NotEqual("TRUSTED", answer.Phase);
        Assert.Equal("CHALLENGE", (await Client.Evaluate(session.Id)).Expect(200).Decision);
    }

    [Fact]
    public async Task Evaluate_WhenNothingIsKnown_DecidesBySensitivityAlone()
    {
        var session = await Client.Opened(NewUser());
        Assert.Equal("ALLOW", (await Client.Evaluate(session.Id, "LOW")).Decision);
        Assert.Equal("ALLOW", (await Client.Evaluate(session.Id, "MEDIUM")).Decision);
        var high = (await Client.Evaluate(session.Id)).Expect(200);
        Assert.Equal("CHALLENGE", high.Decision);
        Assert.True(Guid.TryParse(high.Text("challengeId"), out _));
    }

    [Fact]
    public async Task Evaluate_WhenAsked_NeverMovesTrust()
    {
        var session = await Client.Opened(NewUser());
        var before = await Play(session, new Person(6, Soon), 5);
        for (var i = 0; i < 5; i++) await Client.Evaluate(session.Id);
        Assert.Equal(before.Trust, (await Client.Session(session.Id)).Expect(200).Trust);
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class TrustOnEmbeddedParts(EmbeddedParts parts) : TrustTests(parts);

[Collection(ServedNode.Name)]
public sealed class TrustOnServedParts(ServedParts parts) : TrustTests(parts);

using System.Net;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Context evidence is soft: it lowers trust, appears as a reason and never blocks. A passed challenge answers it.</summary>
public sealed class ContextTests
{
    private static readonly Policy Policy = Policy.Default;
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(56);
    private static readonly DeviceId Laptop = DeviceId.Of("laptop"), Phone = DeviceId.Of("phone");
    private static readonly Place Oslo = new(60, 11), Bergen = new(60, 5), Singapore = new(1, 104);
    private static readonly UserState Known = UserState.New.Remember(Laptop, Start) with { Openings = [new(Laptop.Value, Start, Oslo)] };

    [Fact]
    public void Open_WhenEverythingIsUsual_SaysNothing()
    {
        var (session, user) = Open(Known, Laptop, Oslo, Start.AddHours(1));
        Assert.Empty(session.LastReasons);
        Assert.Equal(0, session.Account.ImpostorLogOdds);
        Assert.Equal([Start.AddHours(1)], user.Openings.Select(opening => opening.At));
        Assert.Empty(Open(UserState.New, Laptop, Oslo, Start).Session.LastReasons);
    }

    [Theory]
    [InlineData("phone", 24.0, false, "context.new_device")]
    [InlineData("phone", 0.1, false, "context.new_device,context.several_devices")]
    [InlineData("laptop", 2.0, true, "context.impossible_travel")]
    [InlineData("laptop", 11.0, true, "")]
    [InlineData("phone", 2.0, true, "context.impossible_travel,context.new_device")]
    [InlineData("", 2.0, false, "")]
    public void Open_WhenSomethingIsUnusual_SaysSoAndDoubts(string device, double hours, bool inSingapore, string reasons)
    {
        var (session, _) = Open(Known, DeviceId.Of(device), inSingapore ? Singapore : Oslo, Start.AddHours(hours));
        Assert.Equal(reasons, string.Join(',', session.LastReasons.Select(reason => reason.Code.Name).Order(StringComparer.Ordinal)));
        Assert.Equal(reasons.Length > 0, session.Account.ImpostorLogOdds > 0);
        Assert.InRange(session.Account.ImpostorLogOdds, 0, Policy.MaxIdentityPerWindow);
        Assert.Equal(0, session.Account.Bot.Sum);
        Assert.NotEqual(Decision.Block, Verdicts.Current(session, Known, Sensitivity.High, Policy, Start.AddHours(hours)).Decision);
    }

    [Fact]
    public void Open_WhenTheWayIsShort_IsNoTravel() => Assert.Empty(Open(Known, Laptop, Bergen, Start.AddMinutes(1)).Session.LastReasons);

    [Fact]
    public void Open_WhenOnlyAnEarlierOpeningHasAPlace_ComparesWithThat()
    {
        var (_, user) = Open(Known, Laptop, null, Start.AddMinutes(30));
        Assert.Equal("context.impossible_travel", Open(user, Laptop, Singapore, Start.AddHours(1)).Session.LastReasons.Single().Code.Name);
    }

    [Fact]
    public void Report_WhenAChallengeIsPassedOnTheNewDevice_AnswersTheDoubtAndRemembersTheDevice()
    {
        var (session, user) = Open(Known, Phone, Singapore, Start.AddHours(1));
        var id = Guid.NewGuid();
        (session, _, _) = StepUp.Evaluate(session, user, Sensitivity.High, ClientOrigin.Unknown, Policy, Start.AddHours(1), id);
        (session, user) = (ReportResult.Reported)StepUp.Report(session, user, id, ChallengeOutcome.Passed, Policy, Start.AddHours(1));
        Assert.Equal(0, session.Account.ImpostorLogOdds);
        Assert.Empty(Open(user, Phone, Singapore, Start.AddHours(2)).Session.LastReasons);
    }

    [Fact]
    public void Score_WhenTwoTabsTakeTurns_DoubtsOnceUntilAChallengeIsPassed()
    {
        var sitting = new Sitting();
        ClientOrigin one = new(1, 2), other = new(3, 4);
        var doubts = new List<double>();
        foreach (var (batch, index) in Behaviour.HumanTyping(1, 120).BySecond().Select((pair, index) => (pair, index)))
        {
            sitting.Score(batch.Batch with { ClientOrigin = index % 2 == 0 ? one : other }, Sitting.At(batch.At));
            doubts.Add(sitting.Session.Account.ImpostorLogOdds);
        }

        Assert.Equal([0, 1.4], doubts.Select(impostorLogOdds => Math.Round(impostorLogOdds, 6)).Distinct());
        Assert.True(sitting.Report(ChallengeOutcome.Passed, Sitting.At(Behaviour.Start + 200_000)));
        Assert.Equal(0, sitting.Session.Moved);
    }

    [Theory]
    [
        InlineData(1, 2, "", 0),
        InlineData(0, 0, "", 0),
        InlineData(3, 2, "context.network_changed", 0.2),
        InlineData(3, 4, "context.agent_changed,context.network_changed", 1.4)
    ]
    public void Evaluate_WhenTheActionComesFromElsewhere_DoubtsInThatAnswerAlone(
        uint network,
        uint agent,
        string reasons,
        double impostorLogOdds
    )
    {
        var (session, user) = Open(Known, Laptop, Oslo, Start.AddHours(1));
        session = session with { ClientOrigin = new(1, 2), Account = session.Account with { Trust = 0.9 } };
        for (var again = 0; again < 2; again++)
        {
            var (next, verdict, _) = StepUp.Evaluate(
                session,
                user,
                Sensitivity.High,
                new(network, agent),
                Policy,
                Start.AddHours(1),
                Guid.NewGuid()
            );
            Assert.Equal(reasons, string.Join(',', verdict.Reasons.Select(reason => reason.Code.Name).Order(StringComparer.Ordinal)));
            Assert.Equal(impostorLogOdds, verdict.Reasons.Sum(reason => reason.Weight), 6);
            Assert.Equal(
                impostorLogOdds == 0
                    ? 0.9
                    : Math.Min(0.9, 1 - (session.Account with { ImpostorLogOdds = impostorLogOdds }).ImpostorRisk(Policy)),
                verdict.Scores!.Value.Trust,
                4
            );
            Assert.Equal((session.Account, session.ClientOrigin, session.Moved), (next.Account, next.ClientOrigin, next.Moved));
            session = next;
        }
    }

    [Fact]
    public void Evaluate_WhenTheRhythmIsDoubtedToo_AnotherBrowserAsksForAChallenge()
    {
        var (session, user) = Open(Known, Laptop, Oslo, Start.AddHours(1));
        session = session with
        {
            Phase = Phase.Trusted,
            LastEvidenceAt = Start.AddHours(1),
            ClientOrigin = new(1, 2),
            Account = session.Account with { Trust = 0.7, ImpostorLogOdds = 1.2 },
        };
        Assert.Equal(Decision.Allow, Evaluate(new(1, 2)));
        Assert.Equal(Decision.Challenge, Evaluate(new(3, 4)));

        Decision Evaluate(ClientOrigin from) =>
            StepUp.Evaluate(session, user, Sensitivity.High, from, Policy, Start.AddHours(1), Guid.NewGuid()).Verdict.Decision;
    }

    [Fact]
    public void Open_WhenAgainAndAgain_KeepsTheLastFourAndTurnsFull()
    {
        var user = UserState.New;
        var opened = 0;
        while (!user.RateLimit.IsFull(Start, Policy.OpeningsPerSecond, Policy.OpeningBurst))
        {
            (_, user) = Open(user, DeviceId.Of($"{opened}"), null, Start);
            opened++;
        }

        Assert.Equal((int)Policy.OpeningBurst, opened);
        Assert.Equal(UserState.MaxOpenings, user.Openings.Length);
        Assert.False(user.RateLimit.IsFull(Start.AddSeconds(2 / Policy.OpeningsPerSecond), Policy.OpeningsPerSecond, Policy.OpeningBurst));
    }

    /// <summary>Openings on many unknown devices are still compared with the user's own opening.</summary>
    [Fact]
    public void Open_WhenManyDevicesOpenElsewhere_TheUsersOwnOpeningIsKept()
    {
        var user = Known;
        for (var i = 0; i < 20; i++) (_, user) = Open(user, DeviceId.Of($"unknown-{i}"), null, Start.AddMinutes(i));
        Assert.Contains(user.Openings, opening => opening.Place == Oslo);
        Assert.Contains(
            Open(user, Phone, Singapore, Start.AddMinutes(20)).Session.LastReasons,
            reason => reason.Code.Name == "context.impossible_travel"
        );
    }

    [Fact]
    public void Open_WhenAStrangerOpensAgainFromTheSamePlace_IsStillComparedWithTheUser()
    {
        var user = Known;
        for (var i = 0; i < 3; i++)
        {
            (var session, user) = Open(user, Phone, Singapore, Start.AddMinutes(5 + i));
            Assert.Contains(session.LastReasons, reason => reason.Code.Name == "context.impossible_travel");
        }
    }

    [Theory]
    [
        InlineData("203.0.113.7", "203.0.113.200", true),
        InlineData("203.0.113.7", "203.0.114.7", false),
        InlineData("2001:db8:1:2::1", "2001:db8:1:ffff::9", true),
        InlineData("2001:db8:1::1", "2001:db8:2::1", false),
        InlineData("::ffff:203.0.113.7", "203.0.113.9", true)
    ]
    public void Network_WhenCompared_IsTheCustomersNotTheMachines(string one, string other, bool same) =>
        Assert.Equal(same, ClientOrigin.Of(IPAddress.Parse(one), null) == ClientOrigin.Of(IPAddress.Parse(other), null));

    [Fact]
    public void Agent_WhenTheBrowserUpdatesItself_IsTheSame()
    {
        var before = ClientOrigin.Of(null, "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0");
        Assert.Equal(before, ClientOrigin.Of(null, "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0"));
        Assert.NotEqual(before, ClientOrigin.Of(null, "curl/8.5.0"));
    }

    private static (SessionState Session, UserState User) Open(UserState user, DeviceId device, Place? place, DateTimeOffset now)
    {
        var id = UserId.Parse("u-1");
        return SessionStart.Open(
            TenantId.Default,
            id,
            SessionId.Mint(Partition.Of(TenantId.Default, id), now),
            device,
            ClientOrigin.Unknown,
            place,
            user,
            Policy,
            now
        );
    }
}

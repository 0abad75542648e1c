using FsCheck.Xunit;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>BLOCK needs two groups of aspects, each in two or more windows: ADR 0012.</summary>
public sealed class EvidenceGroupTests
{
    private static readonly Policy Policy = Policy.Default;

    [Fact]
    public void Group_WhenAnAspectIsNew_IsAGroupOrAnImpostors()
    {
        foreach (var aspect in Enum.GetValues<Aspect>())
            _ = aspect.Group();
        Assert.True(Policy.MaxBotLogOddsPerGroup < Nats(Policy.BlockRisk, Policy));
        Assert.True(Policy.MaxBotLogOddsPerGroup * 2 >= Nats(Policy.BlockRisk, Policy));
    }

    /// <summary>
    /// No sequence of windows in which only one group is for a bot reaches BLOCK. The others may be for a person, or silent.
    /// </summary>
    [Property(MaxTest = 500)]
    public void Risk_WhenOnlyOneGroupSpeaks_NeverReachesBlock(int seed, byte which, byte length)
    {
        var (random, speaker, account) = (new Random(seed), (EvidenceGroup)(which % EvidenceGroups.Count), Open());
        for (var i = 0; i < length * 4; i++)
        {
            account = Add(account, Enum.GetValues<EvidenceGroup>()
                .Select(group => (group, group == speaker ? random.NextDouble() * 12 - 3 : -random.NextDouble())));
            Assert.True(account.Risk(Policy) < Policy.BlockRisk);
        }
    }

    /// <summary>
    /// Carried evidence counts like the session's own: sessions in a row in which only one group speaks do not block either.
    /// </summary>
    [Property(MaxTest = 200)]
    public void Risk_WhenOnlyOneGroupSpeaksInManySessions_NeverReachesBlock(int seed, byte which, byte sessions)
    {
        var (random, speaker) = (new Random(seed), (EvidenceGroup)(which % EvidenceGroups.Count));
        var (user, now) = (UserState.New, Sitting.Opened);
        for (var i = 0; i < sessions % 20; i++)
        {
            now = now.AddMinutes(1);
            var sitting = new Sitting(user, opened: now, device: $"d-{random.Next(3)}");
            var account = sitting.Session.Account;
            for (var window = 0; window < 10; window++)
                account = Add(account, [(speaker, random.NextDouble() * 3)]);
            Assert.True(account.Risk(Policy) < Policy.BlockRisk);
            user = user with { BotLogOdds = user.BotLogOdds.Note(sitting.Session.Device, account.Bot, now, now, Policy) };
        }
    }

    /// <summary>The strongest possible window of a second group does not block either: that takes two.</summary>
    [Fact]
    public void Risk_WhenTheSecondGroupSpeaksInOneWindow_DoesNotBlockAndInTwoDoes()
    {
        var account = Open();
        for (var i = 0; i < 10; i++)
            account = Add(account, [(EvidenceGroup.Holds, 3)]);
        account = Add(account, [(EvidenceGroup.KeyTiming, 3)]);
        Assert.True(account.Risk(Policy) < Policy.BlockRisk);

        account = Add(account, [(EvidenceGroup.KeyTiming, 3)]);
        Assert.True(account.Risk(Policy) >= Policy.BlockRisk);
    }

    /// <summary>
    /// One group is for a bot all the time, as of a keyboard that reports short holds. The other is now and then, and mostly against it.
    /// </summary>
    [Fact]
    public void Risk_WhenTheSecondGroupSpeaksNowAndThen_ItsOwnWindowsRelieveIt()
    {
        var account = Open();
        for (var i = 0; i < 400; i++)
        {
            account = Add(account, [(EvidenceGroup.Holds, 3), (EvidenceGroup.KeyTiming, i % 5 == 0 ? 0.6 : -0.2)], earned: i * 3_000);
            Assert.True(account.Risk(Policy) < Policy.BlockRisk);
        }

        Assert.Equal(Policy.MaxBotLogOddsPerGroup, account.Bot.Of(EvidenceGroup.Holds), 2);
    }

    [Fact]
    public void Sum_WhenAWindowIsForABot_IsWhatTheWindowSays()
    {
        var account = Add(Open(), [(EvidenceGroup.Holds, 1), (EvidenceGroup.KeyTiming, -0.2), (EvidenceGroup.Path, 0.6)]);
        Assert.Equal(1.4, account.Bot.Sum, 5);
        Assert.Equal(0, account.Bot.Of(EvidenceGroup.KeyTiming));
        Assert.Equal(1.4 / 1.6, account.Bot.Of(EvidenceGroup.Holds), 5);
    }

    /// <summary>A challenge was passed, so the group that led to it lowers trust no more; another group does.</summary>
    [Fact]
    public void Add_WhenTheGroupIsExcused_TrustStaysAndTheEvidenceCounts()
    {
        var excused = GroupSet.None.With(EvidenceGroup.Holds);
        var window = Evidences.Window((EvidenceGroup.Holds, 2), (EvidenceGroup.KeyTiming, 0.2));
        var (held, free) = (Open().Add(window, excused, 0, 1, 0, Policy), Open().Add(window, GroupSet.None, 0, 1, 0, Policy));
        Assert.Equal(free.Bot, held.Bot);
        Assert.InRange(held.Trust, Policy.InitialTrust - 0.02, Policy.InitialTrust - 0.001);
        Assert.InRange(free.Trust, 0, Policy.InitialTrust - 0.1);
    }

    /// <summary>The net looks at the same holds and intervals as the other detectors of keys, so it is no second witness.</summary>
    [Theory]
    [InlineData(EvidenceGroup.Holds, false)]
    [InlineData(EvidenceGroup.KeyTiming, false)]
    [InlineData(EvidenceGroup.Path, true)]
    public void Risk_WhenMannerAndOneOtherGroupSpeak_BlocksOnlyBesideAPointer(EvidenceGroup other, bool blocks)
    {
        var account = Open();
        for (var i = 0; i < 10; i++)
            account = Add(account, [(EvidenceGroup.Manner, 1), (other, 1)]);
        Assert.Equal(blocks, account.Risk(Policy) >= Policy.BlockRisk);
        Assert.Equal(2 * Policy.MaxBotLogOddsPerGroup, account.Bot.Sum, 5);
    }

    /// <summary>The path net looks at the same movements as the other detectors of the path.</summary>
    [Theory]
    [InlineData(EvidenceGroup.Path, false)]
    [InlineData(EvidenceGroup.Approach, true)]
    [InlineData(EvidenceGroup.Holds, true)]
    [InlineData(EvidenceGroup.Manner, true)]
    public void Risk_WhenCourseAndOneOtherGroupSpeak_BlocksOnlyBesideAnotherView(EvidenceGroup other, bool blocks)
    {
        var account = Open();
        for (var i = 0; i < 10; i++)
            account = Add(account, [(EvidenceGroup.Course, 1), (other, 1)]);
        Assert.Equal(blocks, account.Risk(Policy) >= Policy.BlockRisk);
    }

    /// <summary>A bot must not gain by being found out in one more way.</summary>
    [Fact]
    public void Counted_WhenAnyGroupSpeaksMore_NeverFalls()
    {
        var random = new Random(1);
        for (var time = 0; time < 2_000; time++)
        {
            var account = Open();
            for (var i = random.Next(8); i >= 0; i--)
                account = Add(account, [((EvidenceGroup)random.Next(EvidenceGroups.Count), 3 * random.NextDouble())]);
            var more = Add(account, [((EvidenceGroup)random.Next(EvidenceGroups.Count), random.NextDouble())]);
            Assert.True(more.Bot.Counted(Policy) >= account.Bot.Counted(Policy) - 1e-6);
        }
    }

    /// <summary>A remote desktop's offset was excused by a passed challenge: typing goes on raising trust beside it.</summary>
    [Fact]
    public void Add_WhenTheSuspectedGroupIsExcused_TypingRaisesTrust()
    {
        var excused = GroupSet.None.With(EvidenceGroup.Path);
        var suspected = Open().Add(Evidences.Window((EvidenceGroup.Path, 2)), excused, 0, 1, 0, Policy);
        var typing = Evidences.Window(GroupSet.OfKeys, (EvidenceGroup.KeyTiming, -0.5));
        Assert.True(suspected.Add(typing, excused, 0, 1, 5_000, Policy).Trust > suspected.Trust);
    }

    /// <summary>A bot moves the pointer, and a person, or what types like one, types.</summary>
    [Fact]
    public void Add_WhenThePointerIsSuspected_TypingNeitherRelievesItNorRaisesTrust()
    {
        var suspected = Add(Open(), [(EvidenceGroup.Path, 1)]);
        var typing = Evidences.Window(GroupSet.OfKeys, (EvidenceGroup.KeyTiming, -0.5));
        var typed = suspected.Add(typing, GroupSet.None, 0, 1, 5_000, Policy);
        Assert.Equal((suspected.Bot, suspected.Trust), (typed.Bot, typed.Trust));

        var moving = Evidences.Window(GroupSet.All.Without(GroupSet.OfKeys), (EvidenceGroup.Path, -0.5));
        var moved = suspected.Add(moving, GroupSet.None, 0, 1, 5_000, Policy);
        Assert.Equal(0.5, moved.Bot.Of(EvidenceGroup.Path), 5);
        Assert.True(moved.Trust > suspected.Trust);
    }

    /// <summary>A group that is full leads to CHALLENGE, also where trust was earned before.</summary>
    [Theory]
    [InlineData(EvidenceGroup.Manner)]
    [InlineData(EvidenceGroup.Course)]
    public void Add_WhenAGroupIsFull_TrustIsBelowTheMediumThreshold(EvidenceGroup group)
    {
        var account = TrustAccount.Open(0.8, Policy);
        while (account.Bot.Of(group) < Policy.MaxBotLogOddsPerGroup)
        {
            account = Add(account, [(group, 1.4)], 30_000 * account.Windows);
            Assert.True(account.Trust <= 1 - account.Risk(Policy));
        }

        Assert.InRange(account.Trust, 0, Policy.MediumThreshold - 0.001);
    }

    /// <summary>A passed challenge excused the group: its evidence stays, and trust does not fall.</summary>
    [Fact]
    public void Add_WhenTheFullGroupIsExcused_DoesNotLimitTrust()
    {
        var excused = GroupSet.None.With(EvidenceGroup.Course);
        var account = TrustAccount.Open(Policy.TrustAfterPass, Policy);
        for (var i = 0; i < 5; i++)
            account = account.Add(Evidences.Window((EvidenceGroup.Course, 1)), excused, 0, 1, 30_000 * i, Policy);
        Assert.Equal(Policy.MaxBotLogOddsPerGroup, account.Bot.Sum, 5);
        Assert.Equal(Policy.TrustAfterPass, account.Trust, 5);
    }

    private static TrustAccount Open() => TrustAccount.Open(Policy.InitialTrust, Policy);

    private static TrustAccount Add(TrustAccount account, IEnumerable<(EvidenceGroup, double)> groups, double earned = 0) =>
        account.Add(Evidences.Window([.. groups]), GroupSet.None, 0, 1, earned, Policy);

    private static double Nats(double risk, Policy policy) =>
        Math.Log(risk / (1 - risk)) - Math.Log(policy.BotPrior / (1 - policy.BotPrior));
}

using Sentinel.Domain.Detection;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>A denial of a reason counts whatever else has spoken, and whatever was asked since.</summary>
public sealed class DeniedReasonTests
{
    private static readonly ClientOrigin Here = new(1, 2), Elsewhere = new(3, 4);

    /// <summary>No behaviour reaches this risk, so only an entry blocks.</summary>
    private static readonly Policy Patient = Policy.Default with { BlockRisk = 0.99999, MaxBotLogOddsPerGroup = 0.5 };

    private static readonly DateTimeOffset Later = Sitting.Opened.AddMinutes(12);

    private static readonly Batch Script =
        Behaviour.ScriptTyping(400).With(Behaviour.ScriptPointing(20)).Whole(1) with { ClientOrigin = Here };

    private readonly Sitting _sitting = new(policy: Patient);
    private readonly Verdict _script;

    public DeniedReasonTests()
    {
        _sitting.Score(Script, Sitting.Opened.AddMinutes(10));
        _script = _sitting.Last;
        Assert.Equal(Verdict.MaxReasons, _script.Reasons.Length);
    }

    /// <summary>A reason that speaks against the user, and for which four heavier ones left no room.</summary>
    private ReasonCode Hidden => _script.Evidence
        .First(line => line.Said.Weight > 0 && _script.Reasons.All(reason => reason.Id != line.Said.Id)).Said.Code;

    [Fact]
    public void Evaluate_WhenFourOtherReasonsAreHeavier_IsDenied()
    {
        Assert.Equal(Decision.Block, Now(Denying(Hidden)));
        Assert.NotEqual(Decision.Block, Now(Listing.None));
    }

    [Fact]
    public void Evaluate_WhenItsOriginSpeaksToo_IsStillDeniedByTheFourthReason()
    {
        var fourth = _script.Reasons[^1];
        Assert.True(fourth.Weight > 0);
        var (next, verdict) = Evaluate(Elsewhere, Denying(fourth.Code));
        Assert.Equal((Decision.Block, "context.denied_by_list"), (verdict.Decision, verdict.Reasons[0].Code.Name));
        Assert.True(next.Lists.BarsTraining);
    }

    [Fact]
    public void Evaluate_WhenItsOriginIsDenied_IsDeniedAlone()
    {
        var denying = Denying(DetectorCatalog.Reason("context.agent_changed")!);
        var (next, verdict) = Evaluate(Elsewhere, denying);
        Assert.Equal(Decision.Block, verdict.Decision);
        Assert.Equal(_sitting.Session.Against, next.Against);
        Assert.NotEqual(Decision.Block, Evaluate(Here, denying).Verdict.Decision);
    }

    [Fact]
    public void Evaluate_WhenTheReasonDoesNotCount_IsNotDenied()
    {
        var silent = Patient with { Weights = DetectorWeights.Of([KeyValuePair.Create(Hidden.Name, 0.0)]) };
        Assert.NotEqual(Decision.Block, Now(Denying(Hidden) with { Snoozed = ReasonSet.None.With(Hidden.Id) }));
        Assert.NotEqual(Decision.Block, Now(Denying(Hidden), silent));
    }

    [Theory]
    [InlineData(ChallengeOutcome.Passed), InlineData(ChallengeOutcome.Failed)]
    public void Evaluate_WhenAChallengeWasReportedSince_IsStillDenied(ChallengeOutcome outcome)
    {
        Assert.True(_sitting.Report(outcome, Sitting.Opened.AddMinutes(11)));
        Assert.Equal(Decision.Block, Now(Denying(Hidden)));
    }

    [Fact]
    public void Evaluate_AfterABatchThatOnlyNotes_IsStillDeniedAndAfterOtherEvidenceNot()
    {
        var start = Behaviour.Start + 610_000;
        _sitting.Score(Behaviour.HumanTyping(1, 1, start).Whole(2) with { ClientOrigin = Here, Dropped = 3 }, Sitting.At(start + 1_000));
        Assert.Equal("context.gap", Assert.Single(_sitting.Last.Evidence).Said.Code.Name);
        var noted = _sitting.Session;
        _sitting.Score(Behaviour.HumanTyping(1, 60, start + 2_000).Whole(3) with { ClientOrigin = Here }, Sitting.At(start + 40_000));
        var silent = _script.Evidence.First(line => line.Said.Weight > 0 && !_sitting.Session.Against.Contains(line.Said.Id)).Said.Code;
        Assert.NotEmpty(_sitting.Last.Evidence);
        Assert.True(noted.Against.Contains(silent.Id));
        Assert.NotEqual(Decision.Block, Now(Denying(silent)));
    }

    /// <summary>A batch that is sent again, because its answer was lost, is decided no milder than now.</summary>
    [Fact]
    public void Again_WhenItsReasonIsDeniedSince_IsBlock()
    {
        var again = Again(Denying(Hidden));
        Assert.Equal((Decision.Block, "context.denied_by_list"), (again.Decision, again.Reasons[0].Code.Name));
        Assert.Equal(_script.DecisionId, again.DecisionId);
        Assert.NotEqual(Decision.Block, Again(Listing.None).Decision);
        Assert.NotEqual(Decision.Block, Again(Denying(Hidden) with { Snoozed = ReasonSet.None.With(Hidden.Id) }).Decision);

        Verdict Again(Listing listed) =>
            ((ScoreResult.Replayed)Scorer.Score(_sitting.Session, _sitting.User, Script, Patient.Under(listed), Later)).Verdict;
    }

    [Fact]
    public void Open_WhenAReasonOfTheOpeningIsDenied_IsBlock()
    {
        var travelled = UserState.New with { Openings = [new(0, Sitting.Opened.AddHours(-1), new(60, 11))] };
        var policy = Policy.Default.Under(Denying(DetectorCatalog.Reason("context.impossible_travel")!));
        var (session, user) = SessionStart.Open(
            TenantId.Default, UserId.Parse("u-1"), Sitting.Id, DeviceId.None, Here, new(1, 104), travelled, policy, Sitting.Opened);
        Assert.Equal(Decision.Block, Verdicts.Current(session, user, Sensitivity.Low, policy, Sitting.Opened).Decision);
    }

    [Fact]
    public void Evaluate_WhenTheInputTurnsOutToBeShared_IsDeniedOnceThatSpeaks()
    {
        var shared = DetectorCatalog.Shared[0].Reason;
        Assert.NotEqual(Decision.Block, Now(Denying(shared)));
        var charged = Sharing.Charge(_sitting.Session, _sitting.User, others: 1, Patient, Later)!;
        foreach (var reason in new[] { shared, Hidden })
        {
            Assert.Equal(
                Decision.Block,
                Verdicts.Current(charged.Session, charged.User, Sensitivity.Low, Patient.Under(Denying(reason)), Later).Decision);
        }
    }

    private static Listing Denying(ReasonCode reason) => new() { Denying = ReasonSet.None.With(reason.Id) };

    private Decision Now(Listing listed, Policy? policy = null) =>
        Verdicts.Current(_sitting.Session, _sitting.User, Sensitivity.Low, (policy ?? Patient).Under(listed), Later).Decision;

    private (SessionState Session, Verdict Verdict) Evaluate(ClientOrigin from, Listing listed)
    {
        var (next, verdict, _) = StepUp.Evaluate(
            _sitting.Session, _sitting.User, Sensitivity.Low, from, Patient.Under(listed), Later, Guid.NewGuid());
        return (next, verdict);
    }
}

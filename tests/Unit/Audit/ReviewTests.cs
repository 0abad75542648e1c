using Sentinel.Application.Audit.Records;
using Sentinel.Application.Reviews;
using Sentinel.Application.Reviews.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Which decisions analysts look at, and how sure few labels are.</summary>
public sealed class ReviewTests
{
    private static readonly AuditRecord Turned = Records.Batch(Records.NewTenant());

    [Fact]
    public void Case_OfARecord_IsOpenedForBlocksThatBeginAndFailedChallenges()
    {
        var blocked = Turned.Deciding(verdict => verdict with { Decision = Decision.Block });
        Assert.Equal((ReviewKind.Block, "physics.key_hold"), (ReviewCase.Of(blocked, 0)!.Kind, ReviewCase.Of(blocked, 0)!.Reason));
        // Later batches of a blocked session turn nothing.
        Assert.Null(ReviewCase.Of(blocked with { TurnedBy = null }, 0));
        Assert.Null(ReviewCase.Of(Turned, 0));
        var challenge = Turned with { Kind = AuditKind.Challenge, TurnedBy = null, ChallengeOutcome = ChallengeOutcome.Failed };
        Assert.Equal(ReviewKind.FailedChallenge, ReviewCase.Of(challenge, 0)!.Kind);
        Assert.Null(ReviewCase.Of(challenge with { ChallengeOutcome = ChallengeOutcome.Passed }, 0));
    }

    [Fact]
    public void Case_OfAllowedEvaluations_IsOpenedForTheirShare()
    {
        var allowed = Turned.Deciding(verdict => verdict with { Decision = Decision.Allow }) with
        {
            Kind = AuditKind.Evaluation,
            TurnedBy = null,
        };
        Assert.Null(ReviewCase.Of(allowed, 0));
        Assert.Equal(ReviewKind.Allow, ReviewCase.Of(allowed, 1.1)!.Kind);
        Random random = new(1);
        var bytes = new byte[16];
        var opened = Enumerable.Range(0, 20_000).Count(_ =>
        {
            random.NextBytes(bytes);
            return ReviewCase.Of(allowed.Deciding(verdict => verdict with { DecisionId = new(bytes) }), 0.1) is not null;
        });
        Assert.InRange(opened, 1_850, 2_150);
    }

    /// <summary>Wilson's formula, evaluated apart from this code.</summary>
    [Theory]
    [InlineData(0, 4, 0, 0, 0.4899)]
    [InlineData(2, 100, 0.02, 0.0055, 0.07)]
    [InlineData(10, 10, 1, 0.7225, 1)]
    public void Proportion_OfFewLabels_IsAsUnsureAsTheyAre(int hits, int all, double share, double low, double high) =>
        Assert.Equal(new Proportion(share, low, high), Proportion.Of(hits, all));

    [Fact]
    public void Proportion_OfNoLabels_IsNone() => Assert.Null(Proportion.Of(0, 0));
}

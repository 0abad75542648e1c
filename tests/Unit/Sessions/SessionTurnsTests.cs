using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;

namespace Sentinel.Unit.Tests;

/// <summary>The queue of one session on one node: its order, its bound and its removal.</summary>
public sealed class SessionTurnsTests
{
    private static readonly SessionId Session = SessionId.Parse("s001-00000000000000000000000000000001");

    private static readonly SessionId Other = SessionId.Parse("s001-00000000000000000000000000000002");

    private readonly FakeTimeProvider time = new();
    private readonly SessionTurns turns;

    public SessionTurnsTests() => turns = new(time);

    [Fact]
    public async Task Take_WhenNobodyIsThere_IsAtOnceAndLeavesNothingBehind()
    {
        Assert.Equal(Turn.Taken, await Batch());
        Assert.Equal(1, turns.Count);
        GiveBack();
        Assert.Equal(0, turns.Count);
    }

    [Fact]
    public async Task Take_WhenAnotherSessionHasItsTurn_IsAtOnce()
    {
        await Batch();
        Assert.Equal(Turn.Taken, await turns.Take(TenantId.Default, Other, goesFirst: false));
        Assert.Equal(Turn.Taken, await turns.Take(TenantId.Parse("other"), Session, goesFirst: false));
    }

    [Fact]
    public async Task GiveBack_WhenBatchesAndAnEvaluationWait_LetsTheEvaluationGoFirstAndBatchesInTheirOrder()
    {
        await Batch();
        var (first, second, evaluation) = (Batch(), Batch(), Evaluation());
        GiveBack();
        Assert.Equal(Turn.Taken, await evaluation);
        Assert.False(first.IsCompleted);
        GiveBack();
        Assert.Equal(Turn.Taken, await first);
        Assert.False(second.IsCompleted);
        GiveBack();
        Assert.Equal(Turn.Taken, await second);
        GiveBack();
        Assert.Equal(0, turns.Count);
    }

    [Fact]
    public async Task Take_WhenTooManyBatchesWait_IsFullForBatchesAlone()
    {
        await Batch();
        for (var i = 0; i < SessionTurns.MaxWaiting; i++) Assert.False(Batch().IsCompleted);
        Assert.Equal(Turn.Full, await Batch());
        var evaluation = Evaluation();
        GiveBack();
        Assert.Equal(Turn.Taken, await evaluation);
    }

    [Fact]
    public async Task Take_WhenAnEvaluationHasWaitedLongEnough_GoesOnWithoutAndNobodyWaitsForIt()
    {
        await Batch();
        var (evaluation, batch) = (Evaluation(), Batch());
        time.Advance(SessionTurns.Patience);
        Assert.Equal(Turn.Skipped, await evaluation);
        GiveBack();
        Assert.Equal(Turn.Taken, await batch);
        GiveBack();
        Assert.Equal(0, turns.Count);
    }

    [Fact]
    public async Task GiveBack_WhenHotStateFailed_TellsTheBatchesThatWaitAndLetsAnEvaluationTry()
    {
        await Batch();
        var (batch, evaluation) = (Batch(), Evaluation());
        GiveBack(failed: true);
        Assert.Equal(Turn.Failed, await batch);
        Assert.Equal(Turn.Taken, await evaluation);
        GiveBack();
        Assert.Equal(0, turns.Count);
    }

    private Task<Turn> Batch() => turns.Take(TenantId.Default, Session, goesFirst: false).AsTask();

    private Task<Turn> Evaluation() => turns.Take(TenantId.Default, Session, goesFirst: true).AsTask();

    private void GiveBack(bool failed = false) => turns.GiveBack(TenantId.Default, Session, failed);
}

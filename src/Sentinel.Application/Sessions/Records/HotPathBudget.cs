namespace Sentinel.Application.Sessions.Records;

/// <summary>
/// The total time that one request may wait for hot state, over all its calls; 80 ms by default. After a conflict, which is an answer of
/// hot state, it starts again. From the second conflict on, no attempt starts once the total has passed.
/// </summary>
public sealed record HotPathBudget(TimeSpan Total)
{
    public CancellationTokenSource Start(TimeProvider time) => new(Total, time);
}

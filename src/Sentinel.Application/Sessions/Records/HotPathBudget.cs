namespace Sentinel.Application.Sessions.Records;

/// <summary>
/// How long one request may wait for hot state in all, however many calls it makes; 80 ms unless configured. After a conflict, with which
/// hot state has answered, it begins anew; after the second one no other attempt begins once it has passed in all.
/// </summary>
public sealed record HotPathBudget(TimeSpan Total)
{
    public CancellationTokenSource Start(TimeProvider time) => new(Total, time);
}

using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Stats.Records;

namespace Sentinel.Application.Stats;

/// <summary>How often each reason was named, spoke and turned decisions.</summary>
public sealed record ReadReasonStats(Caller Caller) : StatsCriteria(Caller), IRequest<Outcome<ReasonStats>>;

/// <param name="Step">The length of a point.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Sum">Over the whole time.</param>
/// <param name="Points">Those in which something happened.</param>
public sealed record ReasonStats(
    StatStep Step, DateTimeOffset From, DateTimeOffset To, Counts Sum, IReadOnlyList<StatPoint> Points);

public sealed class ReadReasonStatsValidator : AbstractValidator<ReadReasonStats>
{
    public ReadReasonStatsValidator(TimeProvider time) => Include(new StatsCriteriaValidator(time));
}

internal sealed class ReadReasonStatsHandler(IStats stats, TimeProvider time) : IRequestHandler<ReadReasonStats, Outcome<ReasonStats>>
{
    public async Task<Outcome<ReasonStats>> Handle(ReadReasonStats query, CancellationToken cancellationToken)
    {
        var (step, from, to) = query.Time(time.GetUtcNow());
        var points = await stats.Read(query.Caller.Tenant, step, from, to, cancellationToken);
        Counts sum = new();
        foreach (var point in points) sum.Add(point.Counts);
        return new ReasonStats(step, from, to, sum, points);
    }
}

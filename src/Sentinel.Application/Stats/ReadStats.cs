using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Stats.Records;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Stats;

/// <summary>Decisions over time, with what is usual at this installation.</summary>
public sealed record ReadStats(Caller Caller) : StatsCriteria(Caller), IRequest<Outcome<StatsOfTime>>;

/// <param name="Step">The length of a point.</param>
/// <param name="From">When the first point begins.</param>
/// <param name="To">When the last point ends.</param>
/// <param name="Points">One for each step, also where nothing happened.</param>
/// <param name="Latencies">Of the installation, where batches were timed.</param>
/// <param name="Usual">The usual shares of CHALLENGE and BLOCK among batches; null if too little happened in the week before.</param>
public sealed record StatsOfTime(
    StatStep Step,
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<StatPoint> Points,
    IReadOnlyList<StatPoint> Latencies,
    UsualShares? Usual);

/// <param name="Challenge">Of CHALLENGE among batches, by hour.</param>
/// <param name="Block">Of BLOCK among batches, by hour.</param>
public sealed record UsualShares(UsualRange Challenge, UsualRange Block);

/// <summary>What nine of ten hours were in: from the 5th to the 95th percentile.</summary>
/// <param name="Low">0..1.</param>
/// <param name="High">0..1.</param>
public sealed record UsualRange(double Low, double High);

public sealed class ReadStatsValidator : AbstractValidator<ReadStats>
{
    public ReadStatsValidator(TimeProvider time) => Include(new StatsCriteriaValidator(time));
}

internal sealed class ReadStatsHandler(IStats stats, TimeProvider time) : IRequestHandler<ReadStats, Outcome<StatsOfTime>>
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Fewer hours with batches say nothing of what is usual.</summary>
    private const int FewestHours = 24;

    /// <summary>An hour with fewer batches has no share worth comparing.</summary>
    private const int FewestBatches = 20;

    public async Task<Outcome<StatsOfTime>> Handle(ReadStats query, CancellationToken cancellationToken)
    {
        var (step, from, to) = query.Time(time.GetUtcNow());
        var tenant = query.Caller.Tenant;
        var points = await stats.Read(tenant, step, from, to, cancellationToken);
        var latencies = await stats.Read(null, step, from, to, cancellationToken);
        var before = StatStep.Hour.Floor(from);
        var week = before - DateTimeOffset.MinValue > Week
            ? await stats.Read(tenant, StatStep.Hour, before - Week, before, cancellationToken)
            : [];
        return new StatsOfTime(step, from, to, Filled(points, step, from, to), latencies, Usual(week));
    }

    private static List<StatPoint> Filled(IReadOnlyList<StatPoint> points, StatStep step, DateTimeOffset from, DateTimeOffset to)
    {
        var known = points.ToDictionary(point => point.At);
        List<StatPoint> all = [];
        for (var at = from; at < to; at += step.Length())
            all.Add(known.TryGetValue(at, out var point) ? point : new(at, new()));
        return all;
    }

    private static UsualShares? Usual(IReadOnlyList<StatPoint> hours)
    {
        var counted = hours.Select(hour => hour.Counts).Where(counts => Batches(counts) >= FewestBatches).ToArray();
        return counted.Length < FewestHours ? null : new(Range(counted, Decision.Challenge), Range(counted, Decision.Block));
    }

    private static UsualRange Range(Counts[] hours, Decision decision)
    {
        var shares = hours.Select(hour => (double)hour[StatName.Decision(AuditKind.Batch, decision)] / Batches(hour)).Order().ToArray();
        return new(At(0.05), At(0.95));

        double At(double share) => Math.Round(shares[(int)Math.Round(share * (shares.Length - 1))], 4);
    }

    private static long Batches(Counts counts) =>
        Enum.GetValues<Decision>().Sum(decision => counts[StatName.Decision(AuditKind.Batch, decision)]);
}

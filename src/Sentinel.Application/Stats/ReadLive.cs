using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Stats.Records;

namespace Sentinel.Application.Stats;

/// <summary>The minute that has begun and the one before it, and how the installation does. What is away is null, and the rest is
/// told.</summary>
public sealed record ReadLive(Caller Caller) : IRequest<LiveState>;

/// <param name="At">Server time.</param>
/// <param name="Points">The last two minutes, both also if nothing happened; null while cold storage is away.</param>
/// <param name="Latencies">Of the installation.</param>
/// <param name="Backlog">Null while hot state is away.</param>
/// <param name="Jobs">Null while the job store is away.</param>
public sealed record LiveState(
    DateTimeOffset At, IReadOnlyList<StatPoint>? Points, IReadOnlyList<StatPoint> Latencies, Backlog? Backlog, JobCounts? Jobs);

internal sealed class ReadLiveHandler(IStats stats, LiveInstallation installation, TimeProvider time) : IRequestHandler<ReadLive, LiveState>
{
    public async Task<LiveState> Handle(ReadLive request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var end = StatStep.Minute.Floor(now) + StatStep.Minute.Length();
        var from = end - (2 * StatStep.Minute.Length());
        var points = await LiveInstallation.OrNull(
            () => stats.Read(request.Caller.Tenant, StatStep.Minute, from, end, cancellationToken));
        var all = await installation.Read(cancellationToken);
        return new(
            now,
            points is null ? null : [At(points, from), At(points, from + StatStep.Minute.Length())],
            all.Latencies,
            all.Backlog,
            all.Jobs);
    }

    private static StatPoint At(IReadOnlyList<StatPoint> points, DateTimeOffset at) =>
        points.FirstOrDefault(point => point.At == at) ?? new(at, new());
}

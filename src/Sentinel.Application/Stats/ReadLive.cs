using System.Data.Common;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
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

internal sealed class ReadLiveHandler(IStats stats, IBacklog backlog, IJobCounts jobs, TimeProvider time)
    : IRequestHandler<ReadLive, LiveState>
{
    public async Task<LiveState> Handle(ReadLive request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var end = StatStep.Minute.Floor(now) + StatStep.Minute.Length();
        var from = end - (2 * StatStep.Minute.Length());
        var points = await Read(request.Caller.Tenant);
        return new(
            now,
            points is null ? null : [At(points, from), At(points, from + StatStep.Minute.Length())],
            await Read(null) ?? [],
            await Waiting(cancellationToken),
            await jobs.Read(cancellationToken));

        async Task<IReadOnlyList<StatPoint>?> Read(Domain.Sessions.TenantId? tenant)
        {
            try
            {
                return await stats.Read(tenant, StatStep.Minute, from, end, cancellationToken);
            }
            catch (Exception e) when (e is DbException || e.InnerException is DbException)
            {
                return null;
            }
        }
    }

    private static StatPoint At(IReadOnlyList<StatPoint> points, DateTimeOffset at) =>
        points.FirstOrDefault(point => point.At == at) ?? new(at, new());

    private async Task<Backlog?> Waiting(CancellationToken cancel)
    {
        try
        {
            return await backlog.Read(cancel);
        }
        catch (HotStateUnavailableException)
        {
            return null;
        }
    }
}

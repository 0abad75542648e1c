using MediatR;
using Sentinel.Application.Ports;

namespace Sentinel.Application.Users;

/// <summary>Continues an erasure for up to a minute, then enqueues the rest behind other jobs.</summary>
/// <param name="Id">The erasure's id; no job names a user.</param>
public sealed record ContinueErasure(Guid Id) : IRequest<Unit>;

internal sealed class ContinueErasureHandler(ErasureRun run, IProfileJobs jobs) : IRequestHandler<ContinueErasure, Unit>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task<Unit> Handle(ContinueErasure command, CancellationToken cancellationToken)
    {
        if (!await run.Advance(command.Id, Patience, cancellationToken))
            jobs.Erase(command.Id);
        return Unit.Value;
    }
}

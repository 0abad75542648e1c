using MediatR;
using Sentinel.Application.Ports;

namespace Sentinel.Application.Users;

/// <summary>Goes on with an erasure; what a minute does not suffice for is enqueued again, behind the others that wait.</summary>
/// <param name="Id">The erasure's: no job names a user.</param>
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

using MediatR;

namespace Sentinel.Application.Users;

/// <summary>Goes on with an erasure until it has finished.</summary>
/// <param name="Id">The erasure's: no job names a user.</param>
public sealed record ContinueErasure(Guid Id) : IRequest<Unit>;

internal sealed class ContinueErasureHandler(ErasureRun run) : IRequestHandler<ContinueErasure, Unit>
{
    public async Task<Unit> Handle(ContinueErasure command, CancellationToken cancellationToken)
    {
        await run.Advance(command.Id, patience: null, cancellationToken);
        return Unit.Value;
    }
}

using MediatR;

namespace Sentinel.Application.Profiles;

/// <summary>
/// Brings hot state to the baseline that cold storage says is published, or to none; every node scores with it from its next commit on.
/// </summary>
/// <param name="User">The surrogate id.</param>
/// <param name="Always">
/// Also where hot state has that version already: whoever read another one before is then refused, and the audit has a row.
/// </param>
/// <param name="By">The key of the administrator who asks for it; null for none.</param>
public sealed record PublishBaseline(Guid User, bool Always = false, Guid? By = null) : IRequest<Unit>;

internal sealed class PublishBaselineHandler(BaselinePublisher publisher) : IRequestHandler<PublishBaseline, Unit>
{
    public async Task<Unit> Handle(PublishBaseline command, CancellationToken cancellationToken)
    {
        await publisher.Publish(command.User, command.Always, command.By, cancellationToken);
        return Unit.Value;
    }
}

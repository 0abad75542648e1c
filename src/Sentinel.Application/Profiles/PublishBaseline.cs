using MediatR;

namespace Sentinel.Application.Profiles;

/// <summary>
/// Copies the baseline that is published in cold storage, or none, to hot state. Every node scores with it from its next commit on.
/// </summary>
/// <param name="User">The surrogate id.</param>
/// <param name="Always">
/// Publishes even if hot state already has that version. Commits in progress with another version are then refused, and the audit gets a
/// record.
/// </param>
/// <param name="By">The key of the administrator who requests it; null for none.</param>
public sealed record PublishBaseline(Guid User, bool Always = false, Guid? By = null) : IRequest<Unit>;

internal sealed class PublishBaselineHandler(BaselinePublisher publisher) : IRequestHandler<PublishBaseline, Unit>
{
    public async Task<Unit> Handle(PublishBaseline command, CancellationToken cancellationToken)
    {
        await publisher.Publish(command.User, command.Always, command.By, cancellationToken);
        return Unit.Value;
    }
}

using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;

namespace Sentinel.Application.Profiles;

/// <summary>
/// Trains a user's next baseline from the training samples that the learning gate accepted, and publishes it unless it has drifted.
/// Idempotent.
/// </summary>
public sealed record RetrainBaseline(Guid User) : IRequest<Unit>;

internal sealed class RetrainBaselineHandler(
    IProfiles profiles,
    BaselinePublisher publisher,
    IProfileJobs jobs,
    Population population
) : IRequestHandler<RetrainBaseline, Unit>
{
    public async Task<Unit> Handle(RetrainBaseline command, CancellationToken cancellationToken)
    {
        await profiles.Train(command.User, training => Trained.Of(training, population), cancellationToken);
        if (await profiles.RequestMissed(command.User, cancellationToken))
            jobs.Train(command.User);
        // Publish even when nothing was trained: an earlier attempt may have failed between the two steps.
        await publisher.Publish(command.User, always: false, by: null, cancellationToken);
        return Unit.Value;
    }
}

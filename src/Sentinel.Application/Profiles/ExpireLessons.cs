using MediatR;
using Sentinel.Application.Ports;

namespace Sentinel.Application.Profiles;

/// <summary>Forgets quarantined lessons that nobody released within seven days; answers how many.</summary>
public sealed record ExpireLessons : IRequest<int>;

internal sealed class ExpireLessonsHandler(IProfiles profiles) : IRequestHandler<ExpireLessons, int>
{
    public Task<int> Handle(ExpireLessons request, CancellationToken cancellationToken) => profiles.Expire(cancellationToken);
}

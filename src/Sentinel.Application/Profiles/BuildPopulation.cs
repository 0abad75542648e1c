using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Domain.Profiles;

namespace Sentinel.Application.Profiles;

/// <summary>Builds a site's population from its users' training samples. Returns it with the number of people.</summary>
public sealed record BuildPopulation(string Id) : IRequest<(Population Population, int People)>;

internal sealed class BuildPopulationHandler(IProfiles profiles) : IRequestHandler<BuildPopulation, (Population Population, int People)>
{
    public async Task<(Population Population, int People)> Handle(BuildPopulation command, CancellationToken cancellationToken)
    {
        List<IReadOnlyList<TrainingSample>> people = [];
        await foreach (var samples in profiles.AllUsers(cancellationToken))
        {
            if (samples.Count > 0) people.Add(samples);
        }

        return (PopulationStudy.Of(command.Id, people), people.Count);
    }
}

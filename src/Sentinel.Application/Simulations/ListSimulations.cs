using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Simulations.Records;

namespace Sentinel.Application.Simulations;

/// <summary>One page of the tenant's simulations, the newest first.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Cursor">The cursor of the previous page.</param>
/// <param name="Limit">1–200.</param>
public sealed record ListSimulations(Caller Caller, string? Cursor, int Limit) : IRequest<Outcome<SimulationPage>>;

public sealed class ListSimulationsValidator : AbstractValidator<ListSimulations>
{
    public ListSimulationsValidator()
    {
        RuleFor(q => q.Cursor).Must(cursor => AuditCursor.TryParse(cursor, out _)).When(q => q.Cursor is not null)
            .WithMessage("must be the nextCursor of a page");
        RuleFor(q => q.Limit).InclusiveBetween(1, 200).WithMessage("must be from 1 to 200");
    }
}

internal sealed class ListSimulationsHandler(ISimulations simulations) : IRequestHandler<ListSimulations, Outcome<SimulationPage>>
{
    public async Task<Outcome<SimulationPage>> Handle(ListSimulations query, CancellationToken cancellationToken) =>
        await simulations.List(
            query.Caller.Tenant, AuditCursor.TryParse(query.Cursor, out var before) ? before : null, query.Limit, cancellationToken);
}

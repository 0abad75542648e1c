using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Simulations.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Simulations;

/// <summary>Tries a policy over the sessions that were opened in a time. A job does the work.</summary>
/// <param name="Caller">An administrator.</param>
/// <param name="Candidate">The version of the policy to try.</param>
/// <param name="Baseline">The version to compare with; null to compare with what was decided.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record StartSimulation(Caller Caller, int? Candidate, int? Baseline, DateTimeOffset? From, DateTimeOffset? To)
    : IRequest<Outcome<PolicySimulation>>;

public sealed class StartSimulationValidator : AbstractValidator<StartSimulation>
{
    private const int LongestDays = 366;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(LongestDays);

    public StartSimulationValidator(TimeProvider time)
    {
        RuleFor(c => c.Candidate).NotNull().WithMessage("must be the version of the policy to try");
        RuleFor(c => c.From).NotNull().WithMessage("must be a time, ISO 8601");
        RuleFor(c => c.To).NotNull().WithMessage("must be a time, ISO 8601");
        RuleFor(c => c.From).Must((c, from) => from < c.To).When(c => c.From is not null && c.To is not null)
            .WithMessage("must be earlier than to");
        RuleFor(c => c.From).Must((c, from) => c.To - from <= Longest).When(c => c.From is not null && c.To is not null)
            .WithMessage($"must be at most {LongestDays} days before to");
        RuleFor(c => c.From).Must(from => from >= DateTimeOffset.UnixEpoch).When(c => c.From is not null)
            .WithMessage("must not be before 1970");
        RuleFor(c => c.To).Must(to => to <= time.GetUtcNow() + TimeSpan.FromDays(1)).When(c => c.To is not null)
            .WithMessage("must be at most a day ahead");
    }
}

internal sealed class StartSimulationHandler(
    ISimulations simulations, PolicyCatalog policies, ISimulationJobs jobs, AdministrativeAudit audit, TimeProvider time)
    : IRequestHandler<StartSimulation, Outcome<PolicySimulation>>
{
    /// <summary>How many unfinished ones a tenant may have.</summary>
    private const int Most = 5;

    private static readonly Fault TooMany = new(
        FaultKind.Conflict,
        "too_many_simulations",
        $"{Most} simulations wait or run already. Wait for one, or stop it with DELETE /api/v1/policy/simulations/{{id}}.");

    public async Task<Outcome<PolicySimulation>> Handle(StartSimulation command, CancellationToken cancellationToken)
    {
        var tenant = command.Caller.Tenant;
        List<Violation> unknown = [];
        var candidate = (await policies.Find(tenant, command.Candidate!.Value, cancellationToken))?.Policy;
        if (candidate is null)
            unknown.Add(new("candidate", "must be the version of a policy"));
        var baseline = command.Baseline is { } version ? (await policies.Find(tenant, version, cancellationToken))?.Policy : null;
        if (command.Baseline is not null && baseline is null)
            unknown.Add(new("baseline", "must be the version of a policy, or left out to compare with what was decided"));
        if (unknown.Count > 0)
            return Fault.Invalid(unknown);

        var now = StoredTime.Of(time.GetUtcNow());
        PolicySimulation started = new()
        {
            Id = Guid.CreateVersion7(now),
            Tenant = tenant,
            Actor = command.Caller.Key?.ToString() ?? "",
            RequestedAt = now,
            AdvancedAt = now,
            Candidate = command.Candidate.Value,
            Baseline = command.Baseline,
            From = StoredTime.Of(command.From!.Value),
            To = StoredTime.Of(command.To!.Value),
        };
        if (!await simulations.Add(started, candidate!, baseline, Most, cancellationToken))
            return TooMany;
        await audit.Write(tenant,
            [audit.Record(tenant, AuditKind.Simulation, started.Id.ToString(), command.Caller.Key) with { Action = "start" }]);
        jobs.Simulate(started.Id);
        return started;
    }
}

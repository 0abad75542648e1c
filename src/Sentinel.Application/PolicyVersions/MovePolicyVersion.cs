using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Policies;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.PolicyVersions;

/// <summary>What is done with a version.</summary>
public enum PolicyStep : byte
{
    /// <summary>Agree to it, as somebody who did not write it.</summary>
    Approve,

    /// <summary>Score it beside the live version. A version that was in shadow before retires.</summary>
    Shadow,

    /// <summary>Decide by it. The version that was live before retires.</summary>
    Live,

    /// <summary>Go back from the live version to the one before it, or end a shadow.</summary>
    Rollback,
}

/// <summary>Takes a version to its next state.</summary>
/// <param name="Caller">An administrator.</param>
/// <param name="Number">The version.</param>
/// <param name="Step">What is done.</param>
/// <param name="Revision">The revision that the caller has read; null if it does not matter. An approval needs it.</param>
/// <param name="Note">Why.</param>
public sealed record MovePolicyVersion(Caller Caller, int Number, PolicyStep Step, int? Revision, string? Note)
    : IRequest<Outcome<PolicyVersion>>
{
    /// <summary>The share of decisions that the caller accepts to be blocked, 0..1, by a version that goes live; null for none.</summary>
    public double? AcceptedBlockShare { get; init; }

    /// <summary>Whether a version may go live although its content was not simulated.</summary>
    public bool AcceptsUnsimulated { get; init; }
}

public sealed class MovePolicyVersionValidator : AbstractValidator<MovePolicyVersion>
{
    public MovePolicyVersionValidator()
    {
        RuleFor(c => c.Note).IsPolicyNote();
        RuleFor(c => c.AcceptedBlockShare).InclusiveBetween(0, 1).When(c => c.AcceptedBlockShare is not null)
            .OverridePropertyName("acceptBlockShare").WithMessage("must be a share, 0 to 1");
    }
}

internal sealed class MovePolicyVersionHandler(
    PolicyChanges changes, PoliciesInForce inForce, PolicyControls controls, IPolicies policies, ISimulations simulations)
    : IRequestHandler<MovePolicyVersion, Outcome<PolicyVersion>>
{
    public async Task<Outcome<PolicyVersion>> Handle(MovePolicyVersion command, CancellationToken cancellationToken)
    {
        var (caller, number, step, revision, note) = command;
        if (step == PolicyStep.Approve && revision is null)
            return PolicyFaults.Unconditional;
        if (step == PolicyStep.Live && await policies.Find(caller.Tenant, number, cancellationToken) is { } read)
        {
            if (await IsTooStrict(read, command, cancellationToken) is { } refused)
                return refused;
            // What was looked at is what goes live.
            revision ??= read.Revision;
        }

        return await changes.Run(caller, step.ToString().ToLowerInvariant(), note!.Trim(), (versions, now) =>
        {
            if (!PolicyChanges.Find(versions, number, revision, out var version, out var fault))
                return new(fault);
            return step switch
            {
                PolicyStep.Approve => Approve(version, caller.Key!.Value, now),
                PolicyStep.Shadow => Shadow(version, versions, now),
                PolicyStep.Live => Live(version, versions, inForce.Of(caller.Tenant).Version, now),
                _ => RollBack(version, versions, now),
            };
        }, cancellationToken);
    }

    /// <summary>Why a version that was never live needs an explicit confirmation; null if it needs none.</summary>
    private async Task<Fault?> IsTooStrict(PolicyVersion version, MovePolicyVersion command, CancellationToken cancel)
    {
        if (version.State == PolicyState.Live)
            return PolicyFaults.IsLive;
        if (version.Approvals.Count < controls.Approvals)
            return PolicyFaults.LacksApprovals(version.Approvals.Count, controls.Approvals);
        if (version.LiveAt is not null)
            return null;
        // The strictest counts: a quiet hour does not make up for a week.
        var strictest = (await simulations.DoneOf(version.Tenant, version.Policy, cancel))
            .Where(simulation => simulation.Counts.All.Decisions > 0)
            .MaxBy(simulation => simulation.Counts.All.ShareAfter(Decision.Block));
        if (strictest is null)
            return command.AcceptsUnsimulated ? null : PolicyFaults.Unsimulated;
        var share = Math.Round(strictest.Counts.All.ShareAfter(Decision.Block), 4);
        return share <= Math.Max(controls.MostBlocked, command.AcceptedBlockShare ?? 0)
            ? null
            : PolicyFaults.BlocksMany(share, strictest.Id);
    }

    private static PolicyChange<Outcome<PolicyVersion>> Approve(PolicyVersion version, Guid by, DateTimeOffset now)
    {
        if (version.State == PolicyState.Live)
            return new(PolicyFaults.IsLive);
        if (version.Authors.Contains(by))
            return new(PolicyFaults.OwnApproval);
        if (version.Approvals.Any(approval => approval.By == by))
            return new(version);
        var next = version.Changed(now) with { Approvals = [.. version.Approvals, new(by, now)] };
        return new(next, next);
    }

    private static PolicyChange<Outcome<PolicyVersion>> Shadow(
        PolicyVersion version, IReadOnlyList<PolicyVersion> versions, DateTimeOffset now)
    {
        if (version.State == PolicyState.Live)
            return new(PolicyFaults.IsLive);
        if (version.State == PolicyState.Shadow)
            return new(version);
        var next = version.Changed(now) with { State = PolicyState.Shadow };
        return new(next, [next, .. Retired(versions, PolicyState.Shadow, now)]);
    }

    private PolicyChange<Outcome<PolicyVersion>> Live(
        PolicyVersion version, IReadOnlyList<PolicyVersion> versions, int before, DateTimeOffset now)
    {
        if (version.State == PolicyState.Live)
            return new(PolicyFaults.IsLive);
        if (version.Approvals.Count < controls.Approvals)
            return new(PolicyFaults.LacksApprovals(version.Approvals.Count, controls.Approvals));
        var live = versions.FirstOrDefault(other => other.State == PolicyState.Live);
        var next = version.Changed(now) with { State = PolicyState.Live, LiveAt = now, Before = live?.Number ?? before };
        return new(next, [next, .. Retired(versions, PolicyState.Live, now)]);
    }

    /// <summary>A version that has been live needs no approval to be live again: a wrong policy must end at once.</summary>
    private static PolicyChange<Outcome<PolicyVersion>> RollBack(
        PolicyVersion version, IReadOnlyList<PolicyVersion> versions, DateTimeOffset now)
    {
        if (version.State is not (PolicyState.Live or PolicyState.Shadow))
            return new(PolicyFaults.NotInForce);
        var next = version.Changed(now) with { State = PolicyState.Retired };
        // A preset has no row: it decides when no version does.
        return version.State == PolicyState.Live && versions.FirstOrDefault(other => other.Number == version.Before) is { } before
            ? new(next, next, before.Changed(now) with { State = PolicyState.Live, LiveAt = now })
            : new(next, next);
    }

    private static IEnumerable<PolicyVersion> Retired(IEnumerable<PolicyVersion> versions, PolicyState state, DateTimeOffset now) =>
        versions.Where(version => version.State == state).Select(version => version.Changed(now) with { State = PolicyState.Retired });
}

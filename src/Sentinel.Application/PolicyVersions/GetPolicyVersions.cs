using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Policies;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.Results;

namespace Sentinel.Application.PolicyVersions;

/// <param name="Items">The newest first.</param>
/// <param name="Next">The cursor of the next page: a number; null on the last.</param>
public sealed record PolicyVersionPage(IReadOnlyList<PolicyVersion> Items, int? Next);

/// <summary>Lists a tenant's versions, the newest first, and then the presets.</summary>
/// <param name="Caller">An analyst, an administrator or a back end.</param>
/// <param name="Cursor">The <see cref="PolicyVersionPage.Next"/> of the page before; null for the first page.</param>
/// <param name="Limit">1..100.</param>
public sealed record ListPolicyVersions(Caller Caller, int? Cursor, int Limit) : IRequest<Outcome<PolicyVersionPage>>;

public sealed class ListPolicyVersionsValidator : AbstractValidator<ListPolicyVersions>
{
    public ListPolicyVersionsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, 100).WithMessage("must be 1 to 100");
        RuleFor(q => q.Cursor).GreaterThan(1).When(q => q.Cursor is not null).WithMessage("must be the nextCursor of a page");
    }
}

/// <summary>Reads one version; presets are versions too.</summary>
public sealed record GetPolicyVersion(Caller Caller, int Number) : IRequest<Outcome<PolicyVersion>>;

internal sealed class ListPolicyVersionsHandler(PolicyCatalog catalog)
    : IRequestHandler<ListPolicyVersions, Outcome<PolicyVersionPage>>
{
    public async Task<Outcome<PolicyVersionPage>> Handle(ListPolicyVersions query, CancellationToken cancellationToken)
    {
        var found = await catalog.List(query.Caller.Tenant, query.Cursor ?? int.MaxValue, query.Limit + 1, cancellationToken);
        PolicyVersion[] items = [.. found.Take(query.Limit)];
        return new PolicyVersionPage(items, found.Count > items.Length ? items[^1].Number : null);
    }
}

internal sealed class GetPolicyVersionHandler(PolicyCatalog catalog) : IRequestHandler<GetPolicyVersion, Outcome<PolicyVersion>>
{
    public async Task<Outcome<PolicyVersion>> Handle(GetPolicyVersion query, CancellationToken cancellationToken) =>
        await catalog.Find(query.Caller.Tenant, query.Number, cancellationToken) is { } version ? version : PolicyFaults.Unknown;
}

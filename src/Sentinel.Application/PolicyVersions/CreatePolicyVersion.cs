using System.Text.Json;
using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Policies;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.PolicyVersions;

/// <summary>Creates a draft.</summary>
/// <param name="Caller">An administrator.</param>
/// <param name="BasedOn">The version that it is a copy of; null for the live one.</param>
/// <param name="Document">Its content; null for that of the version that it is based on.</param>
/// <param name="Note">Why it is made.</param>
public sealed record CreatePolicyVersion(Caller Caller, int? BasedOn, JsonElement? Document, string? Note)
    : IRequest<Outcome<PolicyVersion>>;

public sealed class CreatePolicyVersionValidator : AbstractValidator<CreatePolicyVersion>
{
    public CreatePolicyVersionValidator() => RuleFor(c => c.Note).IsPolicyNote();
}

internal sealed class CreatePolicyVersionHandler(PolicyChanges changes, PoliciesInForce inForce, GivenDocuments documents)
    : IRequestHandler<CreatePolicyVersion, Outcome<PolicyVersion>>
{
    public async Task<Outcome<PolicyVersion>> Handle(CreatePolicyVersion command, CancellationToken cancellationToken)
    {
        var (caller, basedOn, document, note) = command;
        Policy? content = null;
        if (document is { } given && !documents.Read(caller.Tenant, given).Succeeded(out content, out var fault))
            return fault;

        return await changes.Run(caller, "create", note!.Trim(), (versions, now) =>
        {
            var number = versions.Count == 0 ? PolicyVersion.First : versions[^1].Number + 1;
            var origin = basedOn ?? inForce.Of(caller.Tenant).Version;
            var source = versions.FirstOrDefault(version => version.Number == origin);
            var copied = PolicyPreset.All.FirstOrDefault(preset => preset.Version == origin) ?? source?.Policy;
            if (copied is null)
                return new(PolicyFaults.Unknown);
            if (versions.Count >= PolicyChanges.MaxVersions)
                return new(PolicyFaults.TooMany);
            PolicyVersion version = new()
            {
                Tenant = caller.Tenant,
                Number = number,
                Policy = (content ?? copied) with { Version = number },
                Note = note.Trim(),
                BasedOn = origin,
                CreatedAt = now,
                ChangedAt = now,
                // Who copies what somebody wrote does not make somebody a reader who can approve it.
                Authors = [.. (content is null ? source?.Authors ?? [] : []).Union([caller.Key!.Value])],
            };
            return new(version, version);
        }, cancellationToken);
    }
}

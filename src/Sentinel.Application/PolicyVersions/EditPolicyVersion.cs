using System.Text.Json;
using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.Results;

namespace Sentinel.Application.PolicyVersions;

/// <summary>Replaces a draft's content. Its approvals end, because they were of the content before.</summary>
/// <param name="Caller">An administrator.</param>
/// <param name="Number">The draft.</param>
/// <param name="Revision">The revision that the caller has read; null if the caller did not say.</param>
/// <param name="Document">The new content.</param>
/// <param name="Note">Why it changes; replaces the version's note.</param>
public sealed record EditPolicyVersion(Caller Caller, int Number, int? Revision, JsonElement? Document, string? Note)
    : IRequest<Outcome<PolicyVersion>>;

public sealed class EditPolicyVersionValidator : AbstractValidator<EditPolicyVersion>
{
    public EditPolicyVersionValidator()
    {
        RuleFor(c => c.Note).IsPolicyNote();
        RuleFor(c => c.Document).NotNull().WithMessage("must be the policy's whole document");
    }
}

internal sealed class EditPolicyVersionHandler(PolicyChanges changes, GivenDocuments documents)
    : IRequestHandler<EditPolicyVersion, Outcome<PolicyVersion>>
{
    public async Task<Outcome<PolicyVersion>> Handle(EditPolicyVersion command, CancellationToken cancellationToken)
    {
        var (caller, number, revision, document, note) = command;
        if (revision is null)
            return PolicyFaults.Unconditional;
        if (!documents.Read(caller.Tenant, document!.Value).Succeeded(out var content, out var wrong))
            return wrong;
        return await changes.Run(caller, "edit", note!.Trim(), (versions, now) =>
        {
            if (!PolicyChanges.Find(versions, number, revision, out var version, out var fault))
                return new(fault);
            if (version.State != PolicyState.Draft)
                return new(PolicyFaults.NotDraft);
            var next = version.Changed(now) with
            {
                Policy = content with { Version = number },
                Note = note.Trim(),
                Authors = [.. version.Authors.Union([caller.Key!.Value])],
                Approvals = [],
            };
            return new(next, next);
        }, cancellationToken);
    }
}

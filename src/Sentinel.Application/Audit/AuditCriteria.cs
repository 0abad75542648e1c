using FluentValidation;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Audit;

/// <summary>Which audit rows to select. Members hold the caller's text; unset members do not filter.</summary>
public abstract record AuditCriteria(Caller Caller)
{
    public string? UserId { get; init; }

    public string? SessionId { get; init; }

    /// <summary>ALLOW, CHALLENGE or BLOCK.</summary>
    public string? Decision { get; init; }

    public string? Reason { get; init; }

    /// <summary>A kind of row, such as EVALUATION.</summary>
    public string? Kind { get; init; }

    /// <summary>The name of a declared agent: rows of its sessions.</summary>
    public string? DeclaredAgent { get; init; }

    /// <summary>LEGITIMATE or FRAUD: rows whose decision, or whose session, has this label.</summary>
    public string? Label { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    internal AuditFilter ToFilter() => new()
    {
        Tenant = Caller.Tenant,
        User = Domain.Sessions.UserId.TryParse(UserId, out var user) ? user : null,
        Session = Domain.Sessions.SessionId.TryParse(SessionId, out var session) ? session : null,
        Decision = Word<Decision>(Decision),
        Reason = Reason,
        Kind = Word<AuditKind>(Kind),
        DeclaredAgent = DeclaredAgent,
        Label = Word<Label>(Label),
        From = From,
        To = To,
    };

    internal static T? Word<T>(string? word)
        where T : struct, Enum => word is not null && WireWord.All<T>().TryGetValue(word, out var value) ? value : null;
}

public sealed class AuditCriteriaValidator : AbstractValidator<AuditCriteria>
{
    public AuditCriteriaValidator()
    {
        RuleFor(q => q.UserId).Must(id => UserId.TryParse(id, out _)).When(q => q.UserId is not null)
            .WithMessage(Domain.Sessions.UserId.Rule);
        RuleFor(q => q.SessionId).Must(id => SessionId.TryParse(id, out _)).When(q => q.SessionId is not null)
            .WithMessage("must be a session id");
        RuleFor(q => q.Decision).Must(decision => AuditCriteria.Word<Decision>(decision) is not null).When(q => q.Decision is not null)
            .WithMessage("must be ALLOW, CHALLENGE or BLOCK");
        RuleFor(q => q.Reason!).Matches("^[a-z]+\\.[a-z0-9_]{1,48}\\z").When(q => q.Reason is not null)
            .WithMessage("must be a reason code such as physics.key_hold");
        RuleFor(q => q.Kind).Must(kind => AuditCriteria.Word<AuditKind>(kind) is not null).When(q => q.Kind is not null)
            .WithMessage($"must be one of {string.Join(", ", WireWord.All<AuditKind>().Keys.Order(StringComparer.Ordinal))}");
        RuleFor(q => q.DeclaredAgent).Must(AgentRules.IsName).When(q => q.DeclaredAgent is not null)
            .WithMessage("must be 1–64 of [a-z0-9._-]");
        RuleFor(q => q.Label).Must(label => AuditCriteria.Word<Label>(label) is not null).When(q => q.Label is not null)
            .WithMessage("must be LEGITIMATE or FRAUD");
        RuleFor(q => q).Must(q => q.From < q.To).When(q => q.From is not null && q.To is not null)
            .OverridePropertyName("to").WithMessage("must be later than from");
    }
}

using System.Numerics;
using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.ApiKeys;

/// <summary>A new key with its text, which cannot be read again.</summary>
/// <param name="Text">The key itself, for the caller only.</param>
/// <param name="Key">The stored part of the key.</param>
/// <param name="Replaced">The key that it replaces, with its new end; null if it replaces none.</param>
public sealed record NewKey(string Text, ApiKey Key, ApiKey? Replaced = null);

/// <summary>Creates a key for the caller's tenant.</summary>
public sealed record CreateApiKey(Caller Caller, string? Name, IReadOnlyList<Scopes>? Scopes, DateTimeOffset? ExpiresAt)
    : IRequest<Outcome<NewKey>>;

public sealed class CreateApiKeyValidator : AbstractValidator<CreateApiKey>
{
    public const int LongestName = 64;

    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(36_525);

    public CreateApiKeyValidator(TimeProvider time)
    {
        RuleFor(c => c.Name)
            .Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl))
            .WithMessage("must be 1–64 characters, none of them a control character");
        RuleFor(c => c.Scopes)
            .Must(scopes =>
                scopes is { Count: > 0 and <= 6 } && scopes.All(s => ScopeRules.All.HasFlag(s) && BitOperations.IsPow2((int)s))
            )
            .WithMessage("must be one or more of INGEST, SERVER, ADMIN, OPERATOR, ANALYST and METRICS");
        RuleFor(c => c.ExpiresAt)
            .Must(at => at > time.GetUtcNow() && at < time.GetUtcNow() + LongestLife)
            .When(c => c.ExpiresAt is not null)
            .WithMessage("must be in the future and within a hundred years, or left out for a key that does not expire");
    }
}

internal sealed class CreateApiKeyHandler(ApiKeyChanges changes) : IRequestHandler<CreateApiKey, Outcome<NewKey>>
{
    public Task<Outcome<NewKey>> Handle(CreateApiKey command, CancellationToken cancellationToken) =>
        changes.Run<NewKey>(command.Caller, (keys, now) =>
        {
            var scopes = command.Scopes!.Aggregate(Scopes.None, (all, one) => all | one);
            if (!command.Caller.Scopes.Cover(scopes))
                return new(ApiKeyFaults.ScopeNotHeld);
            if (keys.Count(key => key.IsUsable(now)) >= ApiKeyChanges.MaxUsable)
                return new(ApiKeyFaults.TooMany);
            var (text, prefix) = ApiKeySecret.Mint();
            var key = new ApiKey(Guid.CreateVersion7(now), command.Caller.Tenant, ApiKeySecret.Hash(text), scopes, now)
            {
                Prefix = prefix,
                Name = command.Name!.Trim(),
                ExpiresAt = command.ExpiresAt is { } at ? StoredTime.Of(at) : null,
            };
            return new(new NewKey(text, key), key);
        }, cancellationToken);
}

using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Results;

namespace Sentinel.Application.ApiKeys;

/// <summary>
/// Creates a successor with the same name, scopes and lifetime. The old key ends after the overlap, or at its own expiry if that is
/// earlier.
/// </summary>
/// <param name="Caller">A caller of the key's tenant.</param>
/// <param name="Id">The key's id.</param>
/// <param name="Overlap">How long both keys are usable, zero to 30 days; null for 24 hours.</param>
public sealed record RotateApiKey(Caller Caller, Guid Id, TimeSpan? Overlap) : IRequest<Outcome<NewKey>>;

public sealed class RotateApiKeyValidator : AbstractValidator<RotateApiKey>
{
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromHours(24), LongestOverlap = TimeSpan.FromDays(30);

    public RotateApiKeyValidator()
    {
        RuleFor(c => c.Overlap)
            .Must(overlap => overlap >= TimeSpan.Zero && overlap <= LongestOverlap)
            .When(c => c.Overlap is not null)
            .WithMessage("must be an ISO 8601 duration such as PT90S, or a number of minutes; from zero to 30 days");
    }
}

internal sealed class RotateApiKeyHandler(ApiKeyChanges changes) : IRequestHandler<RotateApiKey, Outcome<NewKey>>
{
    public Task<Outcome<NewKey>> Handle(RotateApiKey command, CancellationToken cancellationToken) =>
        changes.Run<NewKey>(command.Caller, (keys, now) =>
        {
            if (keys.SingleOrDefault(key => key.Id == command.Id) is not { } old)
                return new(ApiKeyFaults.Unknown);
            if (!command.Caller.Scopes.Cover(old.Scopes))
                return new(ApiKeyFaults.ScopeNotHeld);
            if (!old.IsUsable(now))
                return new(ApiKeyFaults.Ended);
            if (keys.Count(key => key.IsUsable(now)) >= ApiKeyChanges.MaxUsable)
                return new(ApiKeyFaults.TooMany);
            var (text, prefix) = ApiKeySecret.Mint();
            var next = new ApiKey(Guid.CreateVersion7(now), old.Tenant, ApiKeySecret.Hash(text), old.Scopes, now)
            {
                Prefix = prefix,
                Name = old.Name,
                ExpiresAt = now + (old.ExpiresAt - old.CreatedAt),
            };
            var end = now + (command.Overlap ?? RotateApiKeyValidator.DefaultOverlap);
            old = old with { ExpiresAt = old.ExpiresAt < end ? old.ExpiresAt : end };
            return new(new NewKey(text, next, old), next, old);
        }, cancellationToken);
}

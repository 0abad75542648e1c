using FluentValidation;
using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;

namespace Sentinel.Application.Keys;

/// <summary>
/// Makes a successor with the same name and scopes, and, where the key was made for a limited time, for as long again. The key itself ends
/// after the overlap, or when it would have ended anyway.
/// </summary>
/// <param name="Caller">Whose key.</param>
/// <param name="Id">Which key.</param>
/// <param name="Overlap">How long both are usable, zero to 30 days; null for 24 hours.</param>
public sealed record RotateKey(Caller Caller, Guid Id, TimeSpan? Overlap) : IRequest<Outcome<NewKey>>;

public sealed class RotateKeyValidator : AbstractValidator<RotateKey>
{
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromHours(24), LongestOverlap = TimeSpan.FromDays(30);

    public RotateKeyValidator()
    {
        RuleFor(c => c.Overlap)
            .Must(overlap => overlap >= TimeSpan.Zero && overlap <= LongestOverlap)
            .When(c => c.Overlap is not null)
            .OverridePropertyName("overlap")
            .WithMessage("must be an ISO 8601 duration such as PT90S, or a number of minutes; from zero to 30 days");
    }
}

internal sealed class RotateKeyHandler(KeyChanges changes) : IRequestHandler<RotateKey, Outcome<NewKey>>
{
    public Task<Outcome<NewKey>> Handle(RotateKey command, CancellationToken cancellationToken) =>
        changes.Run<NewKey>(command.Caller, (keys, now) =>
        {
            if (keys.SingleOrDefault(key => key.Id == command.Id) is not { } old)
                return new(KeyFaults.Unknown);
            if (!command.Caller.Scopes.Cover(old.Scopes))
                return new(KeyFaults.ScopeNotHeld);
            if (!old.IsUsable(now))
                return new(KeyFaults.Ended);
            if (keys.Count(key => key.IsUsable(now)) >= KeyChanges.MaxUsable)
                return new(KeyFaults.TooMany);
            var (text, prefix) = KeySecret.Mint();
            var next = new ApiKey(Guid.CreateVersion7(now), old.Tenant, KeySecret.Hash(text), old.Scopes, now)
            {
                Prefix = prefix,
                Name = old.Name,
                ExpiresAt = now + (old.ExpiresAt - old.CreatedAt),
            };
            var end = now + (command.Overlap ?? RotateKeyValidator.DefaultOverlap);
            old = old with { ExpiresAt = old.ExpiresAt < end ? old.ExpiresAt : end };
            return new(new NewKey(text, next, old), next, old);
        }, cancellationToken);
}

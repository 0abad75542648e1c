using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;

namespace Sentinel.Application.Keys;

/// <summary>Ends a key for good: at once on this node, within 5 s on every other. Revoking it again changes nothing.</summary>
public sealed record RevokeKey(Caller Caller, Guid Id) : IRequest<Outcome<ApiKey>>;

internal sealed class RevokeKeyHandler(KeyChanges changes) : IRequestHandler<RevokeKey, Outcome<ApiKey>>
{
    public Task<Outcome<ApiKey>> Handle(RevokeKey command, CancellationToken cancellationToken) =>
        changes.Run<ApiKey>(command.Caller, (keys, now) =>
        {
            if (keys.SingleOrDefault(key => key.Id == command.Id) is not { } key)
                return new(KeyFaults.Unknown);
            if (key.RevokedAt is not null)
                return new(key);
            if (OpensAdministration(key) && !keys.Any(other => other.Id != key.Id && OpensAdministration(other)))
                return new(KeyFaults.LastAdmin);
            key = key with { RevokedAt = now };
            return new(key, key);

            bool OpensAdministration(ApiKey one) => one.IsUsable(now) && one.Scopes.HasFlag(Scopes.Admin);
        }, cancellationToken);
}

using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Results;

namespace Sentinel.Application.ApiKeys;

/// <summary>Ends a key for good: at once on this node, within 5 s on every other. Idempotent.</summary>
public sealed record RevokeApiKey(Caller Caller, Guid Id) : IRequest<Outcome<ApiKey>>;

internal sealed class RevokeApiKeyHandler(ApiKeyChanges changes) : IRequestHandler<RevokeApiKey, Outcome<ApiKey>>
{
    public Task<Outcome<ApiKey>> Handle(RevokeApiKey command, CancellationToken cancellationToken) =>
        changes.Run<ApiKey>(command.Caller, (keys, now) =>
        {
            if (keys.SingleOrDefault(key => key.Id == command.Id) is not { } key)
                return new(ApiKeyFaults.Unknown);
            if (key.Scopes.HasFlag(Scopes.Operator) && !command.Caller.Scopes.HasFlag(Scopes.Operator))
                return new(ApiKeyFaults.ScopeNotHeld);
            if (key.RevokedAt is not null)
                return new(key);
            if (IsLast(key, Scopes.Admin, keys, now))
                return new(ApiKeyFaults.LastAdmin);
            if (IsLast(key, Scopes.Operator, keys, now))
                return new(ApiKeyFaults.LastOperator);
            key = key with { RevokedAt = now };
            return new(key, key);
        }, cancellationToken);

    /// <summary>Whether no other key can replace it. A key that ends within a day can replace only another such key.</summary>
    private static bool IsLast(ApiKey key, Scopes scope, IReadOnlyList<ApiKey> keys, DateTimeOffset now)
    {
        var lasting = now + ApiKeyFaults.Lasting;
        var until = Opens(key, lasting) ? lasting : now;
        return Opens(key, now) && !keys.Any(other => other.Id != key.Id && Opens(other, until));

        bool Opens(ApiKey one, DateTimeOffset at) => one.IsUsable(at) && one.Scopes.HasFlag(scope);
    }
}

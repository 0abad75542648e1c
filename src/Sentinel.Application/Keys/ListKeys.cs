using MediatR;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;

namespace Sentinel.Application.Keys;

/// <summary>The keys of the caller's tenant, ended ones too, oldest first.</summary>
public sealed record ListKeys(Caller Caller) : IRequest<Outcome<ApiKey[]>>;

internal sealed class ListKeysHandler(IApiKeys store) : IRequestHandler<ListKeys, Outcome<ApiKey[]>>
{
    public async Task<Outcome<ApiKey[]>> Handle(ListKeys query, CancellationToken cancellationToken) =>
        (await store.Of(query.Caller.Tenant, cancellationToken)).ToArray();
}

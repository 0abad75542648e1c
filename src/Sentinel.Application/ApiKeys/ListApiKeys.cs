using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;

namespace Sentinel.Application.ApiKeys;

/// <summary>The keys of the caller's tenant, including ended ones, oldest first.</summary>
public sealed record ListApiKeys(Caller Caller) : IRequest<Outcome<ApiKey[]>>;

internal sealed class ListApiKeysHandler(IApiKeys store) : IRequestHandler<ListApiKeys, Outcome<ApiKey[]>>
{
    public async Task<Outcome<ApiKey[]>> Handle(ListApiKeys query, CancellationToken cancellationToken) =>
        (await store.Of(query.Caller.Tenant, cancellationToken)).ToArray();
}

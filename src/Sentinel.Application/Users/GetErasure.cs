using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Users.Records;

namespace Sentinel.Application.Users;

/// <summary>Returns an erasure's present receipt.</summary>
public sealed record GetErasure(Caller Caller, Guid Id) : IRequest<Outcome<Erasure>>;

internal sealed class GetErasureHandler(IErasures erasures) : IRequestHandler<GetErasure, Outcome<Erasure>>
{
    private static readonly Fault Unknown = new(
        FaultKind.NotFound, "erasure_unknown", "There is no such erasure. Receipts are kept for 30 days after an erasure has finished.");

    public async Task<Outcome<Erasure>> Handle(GetErasure query, CancellationToken cancellationToken) =>
        await erasures.Find(query.Caller.Tenant, query.Id, cancellationToken) is { } erasure ? erasure : Unknown;
}

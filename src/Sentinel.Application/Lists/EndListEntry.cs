using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Lists;

/// <summary>
/// Ends an entry before its time: at once on this node, within 5 s on every other. Answers it as ended. Idempotent.
/// </summary>
public sealed record EndListEntry(Caller Caller, Guid Id) : IRequest<Outcome<ListEntry>>;

internal sealed class EndListEntryHandler(IListEntries entries, ListCache cache, AdministrativeAudit audit, TimeProvider time)
    : IRequestHandler<EndListEntry, Outcome<ListEntry>>
{
    public async Task<Outcome<ListEntry>> Handle(EndListEntry command, CancellationToken cancellationToken)
    {
        var (caller, id) = command;
        var ends = await entries.End(caller.Tenant, id, StoredTime.Of(time.GetUtcNow()), cancellationToken);
        if (await entries.Find(caller.Tenant, id, cancellationToken) is not { } entry)
            return ListFaults.Unknown;
        if (!ends)
            return entry;
        await cache.Refresh(CancellationToken.None);
        await audit.Write(caller.Tenant, [MakeListEntryHandler.Record(audit, AuditKind.ListEntryEnded, entry, caller)]);
        return entry;
    }
}

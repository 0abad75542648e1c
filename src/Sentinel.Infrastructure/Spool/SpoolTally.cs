using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.Spool;

/// <summary>
/// The records since the last flush: one per session, second, kind, decision and action, with a count. The lock covers memory access only.
/// </summary>
internal sealed class SpoolTally
{
    /// <summary>The assumed size of a line before it is written, in bytes; real lines have 400 to 700.</summary>
    public const int LineEstimate = 640;

    private readonly Lock _gate = new();
    private Dictionary<Key, AuditRecord> _records = [];

    public int Count
    {
        get
        {
            lock (_gate) return _records.Count;
        }
    }

    /// <summary>False if the record needs a new line and there is no room for it.</summary>
    /// <param name="record">Its count is added to a record of the same key.</param>
    /// <param name="room">The remaining bytes.</param>
    public bool TryAdd(AuditRecord record, long room)
    {
        var key = new Key(record.Tenant, record.Session, record.DecidedAt.ToUnixTimeSeconds(), record.Kind, record.Decision, record.Action);
        lock (_gate)
        {
            if (_records.TryGetValue(key, out var first)) _records[key] = first with { Count = first.Count + record.Count };
            else if ((_records.Count + 1L) * LineEstimate > room) return false;
            else _records.Add(key, record);
            return true;
        }
    }

    public ICollection<AuditRecord> TakeAll()
    {
        lock (_gate)
        {
            var taken = _records;
            if (taken.Count > 0) _records = [];
            return taken.Values;
        }
    }

    private readonly record struct Key(TenantId Tenant, SessionId Session, long Second, AuditKind Kind, Decision Decision, string Action);
}

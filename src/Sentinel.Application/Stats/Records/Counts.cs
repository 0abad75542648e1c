using System.Runtime.InteropServices;
using Sentinel.Application.Audit.Records;

namespace Sentinel.Application.Stats.Records;

/// <summary>How often things happened, by the names of <see cref="StatName"/>. Not safe for concurrent use.</summary>
public sealed class Counts
{
    private readonly Dictionary<string, long> values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Values => values;

    /// <summary>0 if it did not happen.</summary>
    public long this[string name] => values.GetValueOrDefault(name);

    public static Counts Of(IEnumerable<KeyValuePair<string, long>> values)
    {
        Counts counts = new();
        foreach (var (name, count) in values) counts.Add(name, count);
        return counts;
    }

    public void Add(string name, long count = 1) => CollectionsMarshal.GetValueRefOrAddDefault(values, name, out _) += count;

    public void Add(Counts others)
    {
        foreach (var (name, count) in others.values) Add(name, count);
    }

    /// <summary>A row of the audit: its decision and reasons, and the evidence of a batch or an evaluation.</summary>
    public void Add(AuditRecord record)
    {
        var verdict = record.Verdict;
        Add(StatName.Decision(record.Kind, verdict.Decision), record.Count);
        if (record.Kind is not (AuditKind.Batch or AuditKind.Evaluation or AuditKind.SharedInput))
        {
            foreach (var reason in verdict.Reasons) Add(StatName.Mention(reason.Id));
            return;
        }

        foreach (var reason in verdict.Reasons)
            Add(StatName.Reason(reason.Id, verdict.Decision));
        foreach (var line in verdict.Evidence)
            Add(StatName.Evidence(line.Said.Id, Math.Sign(line.Said.Weight)), Math.Max(1, (int)line.Windows));
        if (record.TurnedBy is { } turned)
            Add(StatName.Turned(turned.Id, verdict.Decision));
    }
}

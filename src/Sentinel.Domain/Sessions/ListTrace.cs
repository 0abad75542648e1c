using System.Collections.Immutable;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// What a session remembers of the tenant's lists: one byte if nothing ever matched, and four for each entry about networks that matched
/// its last call with an address. So a later call that leaves its address out is decided alike, and no address is stored.
/// </summary>
public readonly record struct ListTrace
{
    /// <summary>The most entries that are remembered, the strictest ones. All of them count for the call itself.</summary>
    public const int MaxNetworks = 3;

    public static readonly ListTrace Empty;

    private readonly ImmutableArray<uint> networks;

    /// <summary>The keys of the entries, of 32 bits each, at most <see cref="MaxNetworks"/>, the strictest first.</summary>
    public ImmutableArray<uint> Networks
    {
        get => networks.IsDefault ? [] : networks;
        init => networks = value;
    }

    /// <summary>Whether an entry has denied or allowed before: the session is no longer used for training.</summary>
    public bool BarsTraining { get; init; }

    /// <summary>After a call with an address; the same instance of networks if they are equal.</summary>
    public ListTrace At(ImmutableArray<uint> matched) =>
        matched.AsSpan().SequenceEqual(Networks.AsSpan()) ? this : this with { Networks = matched };

    public bool Equals(ListTrace other) => BarsTraining == other.BarsTraining && Networks.AsSpan().SequenceEqual(other.Networks.AsSpan());

    public override int GetHashCode() => HashCode.Combine(BarsTraining, Networks.Length, Networks.IsEmpty ? 0 : Networks[0]);
}

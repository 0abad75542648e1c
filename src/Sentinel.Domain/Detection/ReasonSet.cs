namespace Sentinel.Domain.Detection;

/// <summary>A set of reasons, one bit for each id.</summary>
public readonly record struct ReasonSet
{
    public static readonly ReasonSet None;

    private readonly UInt128 low;
    private readonly UInt128 high;

    private ReasonSet(UInt128 low, UInt128 high) => (this.low, this.high) = (low, high);

    public bool IsEmpty => (low | high) == 0;

    public bool Contains(byte id) => ((id < 128 ? low : high) >> (id & 127) & 1) != 0;

    /// <summary>The reasons in the set that this version knows.</summary>
    public IReadOnlyList<ReasonCode> Codes()
    {
        var set = this;
        return [.. DetectorCatalog.Reasons.Where(code => set.Contains(code.Id))];
    }

    public ReasonSet With(byte id) => id < 128 ? new(low | (UInt128.One << id), high) : new(low, high | (UInt128.One << (id & 127)));

    public static ReasonSet operator &(ReasonSet one, ReasonSet other) => new(one.low & other.low, one.high & other.high);

    public static ReasonSet operator |(ReasonSet one, ReasonSet other) => new(one.low | other.low, one.high | other.high);
}

namespace Sentinel.Domain.Statistics;

/// <summary>The three largest values. The third is robust against single outliers.</summary>
public struct TopThree : IStored
{
    private float first;
    private float second;

    /// <summary>The third largest value; 0 with fewer than three values.</summary>
    public float Third { get; private set; }

    public readonly float First => first;

    public readonly bool IsSound => float.IsFinite(first) && float.IsFinite(second) && float.IsFinite(Third);

    public void Add(double value)
    {
        var v = (float)value;
        if (v > first)
            (first, second, Third) = (v, first, second);
        else if (v > second)
            (second, Third) = (v, second);
        else if (v > Third)
            Third = v;
    }
}

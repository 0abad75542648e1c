namespace Sentinel.Domain.Statistics;

/// <summary>The three largest values; the third stands for "large, and not once by accident".</summary>
public struct TopThree : IStored
{
    private float first;
    private float second;

    /// <summary>0 before three values.</summary>
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

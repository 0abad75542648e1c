namespace Sentinel.Domain.Features;

/// <summary>A piece of input that an earlier session of another account had too.</summary>
public readonly record struct SharedWindow : IWindow
{
    /// <summary>Never: the input itself was judged when it came.</summary>
    public bool IsConclusive => false;
}

namespace Sentinel.Domain.Statistics;

/// <summary>Stored numbers. Damaged bytes can produce any value.</summary>
public interface IStored
{
    /// <summary>Whether the values are possible: finite where required, and counts within their bounds.</summary>
    bool IsSound { get; }
}

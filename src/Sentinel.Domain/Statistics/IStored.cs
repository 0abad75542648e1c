namespace Sentinel.Domain.Statistics;

/// <summary>Numbers that are stored, so that damaged bytes can spell any.</summary>
public interface IStored
{
    /// <summary>Whether they can have been reached: finite where they must be, counts within their bounds.</summary>
    bool IsSound { get; }
}

namespace Sentinel.Domain.Sessions;

/// <summary>Times in the resolution of the state, of both databases and of the API: whole milliseconds, UTC.</summary>
public static class StoredTime
{
    /// <summary>The time without what storage would cut off, so that it is the same before and after.</summary>
    public static DateTimeOffset Of(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}

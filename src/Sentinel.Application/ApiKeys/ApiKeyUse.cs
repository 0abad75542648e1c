namespace Sentinel.Application.ApiKeys;

/// <summary>When one key was last used on this node. Each use costs one read, and a write at most once a second.</summary>
internal sealed class ApiKeyUse
{
    /// <summary>How far the stored time may lag: a key's use is written to cold storage at most once in this time.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    /// <summary>ms between writes, because requests on other cores read the same cache line.</summary>
    private const long Grain = 1000;

    private long last;

    /// <summary>The Unix epoch for never.</summary>
    public DateTimeOffset LastAt => DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref last));

    public void Note(DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        if (at - Volatile.Read(ref last) >= Grain)
            Volatile.Write(ref last, at);
    }

    public bool IsDue(DateTimeOffset? stored) => Volatile.Read(ref last) > 0 && !(LastAt - stored < Step);
}

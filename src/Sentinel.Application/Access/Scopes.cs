namespace Sentinel.Application.Access;

/// <summary>What a credential may do.</summary>
[Flags]
public enum Scopes
{
    None = 0,

    /// <summary>Batches of one session.</summary>
    Ingest = 1,

    /// <summary>A tenant's back end: sessions, batches, evaluations, challenges.</summary>
    Server = 2,

    /// <summary>A tenant's audit, users and keys; the pages, to read.</summary>
    Admin = 4,

    /// <summary>What belongs to the installation and to no tenant: its metrics, and changes to its jobs.</summary>
    Operator = 8,
}

/// <summary>What one credential may hand on to another.</summary>
public static class ScopeRules
{
    /// <summary>Whether a holder may make a key with these: nobody gives what they do not have. SERVER includes INGEST.</summary>
    public static bool Cover(this Scopes held, Scopes given) => (given & ~(held.HasFlag(Scopes.Server) ? held | Scopes.Ingest
        : held)) == Scopes.None;
}

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

    /// <summary>A tenant's audit, users and keys; read access to the pages.</summary>
    Admin = 4,

    /// <summary>The installation, not a tenant: its metrics, and changes to its jobs.</summary>
    Operator = 8,
}

/// <summary>Which scopes a credential may grant to another.</summary>
public static class ScopeRules
{
    /// <summary>Whether a holder may create a key with these scopes: only scopes that the holder has. SERVER includes INGEST.</summary>
    public static bool Cover(this Scopes held, Scopes given) => (given & ~(held.HasFlag(Scopes.Server) ? held | Scopes.Ingest
        : held)) == Scopes.None;
}

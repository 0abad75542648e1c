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

    /// <summary>A tenant's audit and users, to read; labels.</summary>
    Analyst = 16,

    /// <summary>The installation's metrics, to read.</summary>
    Metrics = 32,
}

/// <summary>Which scopes a credential may grant to another.</summary>
public static class ScopeRules
{
    /// <summary>Every scope. No member of the enum, because members are words of the contract.</summary>
    public const Scopes All =
        Scopes.Ingest | Scopes.Server | Scopes.Admin | Scopes.Operator | Scopes.Analyst | Scopes.Metrics;

    /// <summary>Whether a holder may create a key with these scopes: only what the holder may do, too.</summary>
    public static bool Cover(this Scopes held, Scopes given) => (given & ~held.WithIncluded()) == Scopes.None;

    /// <summary>The scopes and the weaker ones that they include.</summary>
    private static Scopes WithIncluded(this Scopes held) => held
        | (held.HasFlag(Scopes.Server) ? Scopes.Ingest : Scopes.None)
        | (held.HasFlag(Scopes.Admin) ? Scopes.Analyst : Scopes.None)
        | (held.HasFlag(Scopes.Operator) ? Scopes.Metrics : Scopes.None);
}

using System.Collections.Immutable;

namespace Sentinel.Integration.Tests;

/// <summary>The settings of a node.</summary>
public sealed record NodeSettings
{
    public string Environment { get; init; } = "Development";

    /// <summary>SENTINEL_BOOTSTRAP_KEY; null makes the node create its own.</summary>
    public string AdminKey { get; init; } = $"test-admin-key-{Guid.NewGuid():N}";

    public bool GivesKey { get; init; } = true;

    public string? Redis { get; init; }

    public string? Postgres { get; init; }

    /// <summary>Other settings, as environment variables.</summary>
    public ImmutableDictionary<string, string> Others { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Batches are scored at their claimed time, so that minutes pass immediately.</summary>
    public NodeSettings OnClientTime() => With("Scoring__Clock", "Client");

    public NodeSettings With(string setting, string value) => this with { Others = Others.SetItem(setting, value) };

    internal IEnumerable<KeyValuePair<string, string?>> Variables(string dataFolder)
    {
        yield return new("ASPNETCORE_ENVIRONMENT", Environment);
        yield return new("SENTINEL_DATA", dataFolder);
        // Most nodes live for seconds. Tiered PGO, W^X memory and early recompilation take a third of their start and pay off only later.
        yield return new("DOTNET_TieredPGO", "0");
        yield return new("DOTNET_EnableWriteXorExecute", "0");
        yield return new("DOTNET_TC_CallCountingDelayMs", "1000");
        yield return new("DOTNET_gcServer", "0");
        // Two cores run everything; only tests of the time limit may exceed it.
        yield return new("HotState__TimeoutMilliseconds", "1000");
        // Tests let the same person sit before many users.
        yield return new("Replay__AcrossUsers", "false");
        yield return new("SENTINEL_BOOTSTRAP_KEY", GivesKey ? AdminKey : null);
        yield return new("ConnectionStrings__Redis", Redis);
        yield return new("ConnectionStrings__Postgres", Postgres);
        foreach (var (name, value) in Others) yield return new(name, value);
    }
}

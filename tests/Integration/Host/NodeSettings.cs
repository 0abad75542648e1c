using System.Collections.Immutable;

namespace Sentinel.Integration.Tests;

/// <summary>What a node is started with.</summary>
public sealed record NodeSettings
{
    public string Environment { get; init; } = "Development";

    /// <summary>SENTINEL_BOOTSTRAP_KEY; null lets the node make its own.</summary>
    public string AdminKey { get; init; } = $"test-admin-key-{Guid.NewGuid():N}";

    public bool GivesKey { get; init; } = true;

    public string? Redis { get; init; }

    public string? Postgres { get; init; }

    /// <summary>Any other setting, as an environment variable.</summary>
    public ImmutableDictionary<string, string> Others { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Batches are scored at the time that they claim, so that minutes pass in an instant.</summary>
    public NodeSettings OnClientTime() => With("Scoring__Clock", "Client");

    public NodeSettings With(string setting, string value) => this with { Others = Others.SetItem(setting, value) };

    internal IEnumerable<KeyValuePair<string, string?>> Variables(string dataFolder)
    {
        yield return new("ASPNETCORE_ENVIRONMENT", Environment);
        yield return new("SENTINEL_DATA", dataFolder);
        // Most nodes live for seconds: what pays for itself only later takes a third of their start. So do pages of code that are never
        // both writable and executable, and code that is compiled a second time while the first is still being compiled.
        yield return new("DOTNET_TieredPGO", "0");
        yield return new("DOTNET_EnableWriteXorExecute", "0");
        yield return new("DOTNET_TC_CallCountingDelayMs", "1000");
        yield return new("DOTNET_gcServer", "0");
        // Two cores run everything at once: only tests about the time limit may meet it.
        yield return new("HotState__TimeoutMilliseconds", "1000");
        yield return new("SENTINEL_BOOTSTRAP_KEY", GivesKey ? AdminKey : null);
        yield return new("ConnectionStrings__Redis", Redis);
        yield return new("ConnectionStrings__Postgres", Postgres);
        foreach (var (name, value) in Others) yield return new(name, value);
    }
}

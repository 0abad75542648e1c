using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>docs/performance.md: the cost of an idle server.</summary>
public sealed class IdleTests
{
    private const string Spins = "System.Threading.ThreadPool.UnfairSemaphoreSpinLimit";

    /// <summary>Workers that spin before they sleep used as much processor time as everything else together.</summary>
    [Fact]
    public async Task Server_WhenItsThreadPoolHasNoWork_DoesNotSpin()
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(SentinelNode.Binary, "runtimeconfig.json")))!;
        Assert.Equal(0, (int?)settings["runtimeOptions"]!["configProperties"]![Spins]);
    }
}

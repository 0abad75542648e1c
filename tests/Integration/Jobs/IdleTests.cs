using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>docs/performance.md: what a server costs that nobody asks anything.</summary>
public sealed class IdleTests
{
    private const string Spins = "System.Threading.ThreadPool.UnfairSemaphoreSpinLimit";

    /// <summary>Workers that spin before they sleep took as much of the processor as all else together.</summary>
    [Fact]
    public async Task Server_WhenItsThreadPoolHasNoWork_DoesNotSpin()
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(SentinelNode.Binary, "runtimeconfig.json")))!;
        Assert.Equal(0, (int?)settings["runtimeOptions"]!["configProperties"]![Spins]);
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using Sentinel.Bench;

namespace Sentinel.Load;

/// <summary>The same node twice: with the live policy alone, and with another version in shadow beside it.</summary>
internal static class ShadowCost
{
    private const double MostShare = 0.15;

    public static async Task<IReadOnlyList<Finding>> Run(Rig rig, LoadOptions options, Action<string> say)
    {
        var redis = await rig.Redis();
        var (alone, shadowed) = (await rig.Node(redis, null, "alone"), await rig.Node(redis, null, "shadowed"));
        await Shadow(shadowed, rig.Key);
        using Lanes lanes = new(rig, options.Sessions, alone, shadowed);
        await lanes.Run(redis, options.Rounds, say);
        return
        [
            new("CPU a batch, no shadow", lanes.Of(0), "µs", null, "lower"),
            new("a shadow costs a batch", lanes.Cost(1), "µs", null, "lower"),
            new("a shadow costs, share of a batch", lanes.Share(1), "", MostShare, "lower"),
        ];
    }

    /// <summary>A stricter version of the live policy goes into the node's shadow.</summary>
    private static async Task Shadow(Subject node, string key)
    {
        using HttpClient client = new() { BaseAddress = new($"http://127.0.0.1:{node.Server.Port}/api/v1/policy/versions/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var draft = await client.PostAsJsonAsync("../versions", new
        {
            note = "What a shadow costs", document = new { name = "stricter", mediumThreshold = 0.5, challengeColdStart = true },
        });
        draft.EnsureSuccessStatusCode();
        var step = await client.PostAsJsonAsync(draft.Headers.Location + "/shadow", new { note = "What a shadow costs" });
        step.EnsureSuccessStatusCode();
    }
}

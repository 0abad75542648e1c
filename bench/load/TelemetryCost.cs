using Sentinel.Bench;

namespace Sentinel.Load;

/// <summary>
/// The same node three times: without any telemetry, with metrics to be scraped as by default, and with traces, metrics and logs sent to a
/// collector.
/// </summary>
internal static class TelemetryCost
{
    public static async Task<IReadOnlyList<Finding>> Run(Rig rig, LoadOptions options, Action<string> say)
    {
        using Sink collector = new();
        var redis = await rig.Redis();
        using Lanes lanes = new(
            rig, options.Sessions,
            await rig.Node(redis, null, "silent", ("OTEL_SDK_DISABLED", "true")),
            await rig.Node(redis, null, "scraped"),
            await rig.Node(
                redis, null, "sent", ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")));
        await lanes.Run(redis, options.Rounds, say);
        return
        [
            new("CPU a batch, no telemetry", lanes.Of(0), "µs", null, "lower"),
            new("metrics at /metrics cost a batch", lanes.Cost(1), "µs", 5, "lower"),
            new("traces, metrics and logs sent cost a batch", lanes.Cost(2), "µs", 5, "lower"),
        ];
    }
}

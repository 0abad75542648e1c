using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sentinel.Floor;

/// <summary>The body of a batch as in docs/contract.md.</summary>
internal sealed record FloorBatch(
    string? UserId, string? Stream, long Sequence, double SentAt, double TimerResolution, long Dropped, string? Sdk,
    FloorKey[]? Keys, FloorSample[]? Pointer, FloorSignal[]? Signals);

internal record struct FloorKey(string Code, double Down, double? Up, string? Field);

internal record struct FloorSample(double T, double X, double Y, string Type, string? Kind);

internal record struct FloorSignal(double T, string Type, string? Field, int Length);

/// <summary>The smallest answer.</summary>
internal sealed record FloorAnswer(long Sequence, bool Accepted);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FloorBatch))]
[JsonSerializable(typeof(FloorAnswer))]
internal sealed partial class FloorJson : JsonSerializerContext;

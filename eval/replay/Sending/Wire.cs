using System.Text.Json;
using System.Text.Json.Serialization;
using Sentinel.Simulation;

namespace Sentinel.Replay;

internal sealed record OpenRequest(string UserId);

internal sealed record OpenAnswer(string SessionId, string? Decision, bool Degraded);

internal sealed record KeyEntry(KeyGroup Code, double Down, double? Up, string? Field);

internal sealed record PointerEntry(double T, double X, double Y, PointerAction Type, PointerKind Kind);

internal sealed record BatchRequest(
    string UserId,
    long Sequence,
    double SentAt,
    double TimerResolution,
    string Sdk,
    IReadOnlyList<KeyEntry> Keys,
    IReadOnlyList<PointerEntry> Pointer);

internal sealed record Reason(string Code, string? Family, double Weight, double Confidence);

/// <summary>The answer to a batch for a server key; scores are absent when degraded.</summary>
internal sealed record BatchAnswer(
    bool Accepted, bool Degraded, string? Decision, double? Trust, double? Risk, string? Phase, IReadOnlyList<Reason>? Reasons);

internal sealed record SessionAnswer(int? Windows, string? Decision, double? Trust, string? Phase);

internal sealed record Problem(string? Code, string? Title, string? Detail, JsonElement? Errors);

/// <summary>Writes enums as <c>LETTER_LEFT</c>.</summary>
internal sealed class UpperSnake<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseUpper)
    where T : struct, Enum;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters = [typeof(UpperSnake<KeyGroup>), typeof(UpperSnake<PointerAction>), typeof(UpperSnake<PointerKind>)])]
[JsonSerializable(typeof(OpenRequest))]
[JsonSerializable(typeof(OpenAnswer))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class WireJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;
using Sentinel.Application.Batches;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Api.Json;

/// <summary>
/// Reads events straight into their structs: a batch has hundreds, and the generated reader boxes each. If a member has the wrong type, the
/// message of the exception names it; the serializer adds the path to the event.
/// </summary>
internal static class EventReading
{
    public static void Begin(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
    }

    /// <summary>Moves to the next member's name; false at the end of the event.</summary>
    public static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    public static double Number(ref Utf8JsonReader reader, string member) =>
        reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number)
            ? number
            : throw new JsonException(member);

    public static double? NumberOrNull(ref Utf8JsonReader reader, string member)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) ? number : throw new JsonException(member);
    }

    public static string? Text(ref Utf8JsonReader reader, string member)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
            throw new JsonException(member);
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException notText)
        {
            throw new JsonException(member, notText);
        }
    }

    public static T Word<T>(ref Utf8JsonReader reader, string member, JsonConverter<T> words)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException(member);
        try
        {
            return words.Read(ref reader, typeof(T), JsonSerializerOptions.Default)!;
        }
        catch (InvalidOperationException notText)
        {
            throw new JsonException(member, notText);
        }
    }

    public static void SkipMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}

/// <summary>A pointer sample: <c>{"t":…,"x":…,"y":…,"type":"MOVE","kind":"MOUSE"}</c>.</summary>
internal sealed class PointerInputConverter : JsonConverter<PointerInput>
{
    private static readonly WireEnumConverter<PointerAction> Actions = new(PointerAction.Unknown);
    private static readonly WireEnumConverter<PointerKind> Kinds = new(PointerKind.Unknown);

    public override PointerInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        EventReading.Begin(ref reader);
        var sample = new PointerInput();
        while (EventReading.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("t"u8))
                sample.T = EventReading.Number(ref reader, "t");
            else if (reader.ValueTextEquals("x"u8))
                sample.X = EventReading.Number(ref reader, "x");
            else if (reader.ValueTextEquals("y"u8))
                sample.Y = EventReading.Number(ref reader, "y");
            else if (reader.ValueTextEquals("type"u8))
                sample.Type = EventReading.Word(ref reader, "type", Actions);
            else if (reader.ValueTextEquals("kind"u8))
                sample.Kind = EventReading.Word(ref reader, "kind", Kinds);
            else
                EventReading.SkipMember(ref reader);
        }

        return sample;
    }

    public override void Write(Utf8JsonWriter writer, PointerInput value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}

/// <summary>A key stroke: <c>{"code":"LETTER_LEFT","down":…,"up":…,"field":…}</c>.</summary>
internal sealed class KeyInputConverter : JsonConverter<KeyInput>
{
    private static readonly KeyCodeConverter Codes = new();

    public override KeyInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        EventReading.Begin(ref reader);
        var stroke = new KeyInput();
        while (EventReading.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("code"u8))
                stroke.Code = EventReading.Word(ref reader, "code", Codes);
            else if (reader.ValueTextEquals("down"u8))
                stroke.Down = EventReading.Number(ref reader, "down");
            else if (reader.ValueTextEquals("up"u8))
                stroke.Up = EventReading.NumberOrNull(ref reader, "up");
            else if (reader.ValueTextEquals("field"u8))
                stroke.Field = EventReading.Text(ref reader, "field");
            else
                EventReading.SkipMember(ref reader);
        }

        return stroke;
    }

    public override void Write(Utf8JsonWriter writer, KeyInput value, JsonSerializerOptions options) => throw new NotSupportedException();
}

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace Sentinel.Api.Json;

/// <summary>
/// An ISO 8601 duration, or a number of minutes. Anything else is read as <see cref="TimeSpan.MinValue"/>, which validation reports.
/// </summary>
internal sealed class OverlapConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDouble(out var minutes) && Math.Abs(minutes) < 1e6
                ? TimeSpan.FromMinutes(minutes)
                : TimeSpan.MinValue,
            JsonTokenType.String => Duration(reader.GetString()!),
            _ => throw new JsonException(),
        };

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(XmlConvert.ToString(value));

    private static TimeSpan Duration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return TimeSpan.MinValue;
        }
    }
}

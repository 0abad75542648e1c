using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sentinel.Application.Results;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Api.Json;

/// <summary>
/// Key groups in upper snake case (<c>LETTER_LEFT</c>), physical keys by their <c>KeyboardEvent.code</c> (<c>KeyA</c>). Anything else,
/// above all a typed character, becomes <see cref="KeyCode.Unknown"/>: validation refuses it and does not repeat it.
/// </summary>
internal sealed class KeyCodeConverter : JsonConverter<KeyCode>
{
    private const int LongestName = 32;

    private static readonly FrozenDictionary<string, KeyCode> ByName = Enum.GetValues<KeyCode>()
        .Where(code => code != KeyCode.Unknown)
        .ToFrozenDictionary(Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, KeyCode>.AlternateLookup<ReadOnlySpan<char>> Lookup = ByName.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    public static IEnumerable<string> Names => ByName.OrderBy(pair => pair.Value).Select(pair => pair.Key);

    public override KeyCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > LongestName)
            return KeyCode.Unknown;
        Span<char> text = stackalloc char[LongestName];
        return Lookup.TryGetValue(text[..reader.CopyString(text)], out var code) ? code : KeyCode.Unknown;
    }

    public override void Write(Utf8JsonWriter writer, KeyCode value, JsonSerializerOptions options) => writer.WriteStringValue(Name(value));

    private static string Name(KeyCode code) => code switch
    {
        <= KeyCode.Masked => WireWord.Named(code),
        KeyCode.SpaceBar => "Space",
        KeyCode.EnterKey => "Enter",
        _ => code.ToString(),
    };
}

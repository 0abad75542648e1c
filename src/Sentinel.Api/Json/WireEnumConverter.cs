using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sentinel.Application.Results;

namespace Sentinel.Api.Json;

/// <summary>
/// Enums as upper snake case words. An unknown word is read as <paramref name="unknown"/>, which validation reports with all other errors.
/// </summary>
internal sealed class WireEnumConverter<T>(T unknown) : JsonConverter<T>
    where T : struct, Enum
{
    private const int LongestWord = 32;

    private static readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        WireWord.All<T>().GetAlternateLookup<ReadOnlySpan<char>>();

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > LongestWord)
            return unknown;
        Span<char> word = stackalloc char[LongestWord];
        return Lookup.TryGetValue(word[..reader.CopyString(word)], out var value) ? value : unknown;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(WireWord.Of(value));
}

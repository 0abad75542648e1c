using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>
/// Enums are stored as their upper-case wire words: rows stay readable in psql, and renumbering an enum cannot change history.
/// </summary>
internal sealed class WireName<T>() : ValueConverter<T, string>(value => Write(value), text => Parse(text))
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Text =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, T> Value = Text.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    private static string Write(T value) => Text[value];

    private static T Parse(string text) => Value[text];
}

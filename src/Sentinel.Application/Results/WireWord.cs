using System.Collections.Frozen;
using System.Text.Json;

namespace Sentinel.Application.Results;

/// <summary>Enum values as words in upper snake case, such as SESSION_OPENED, in JSON, CSV, metrics and stored columns.</summary>
public static class WireWord
{
    public static string Of<T>(T value)
        where T : struct, Enum => Words<T>.Of[value];

    /// <summary>The word of a value whose type is not known at compile time.</summary>
    public static string Named(Enum value) => Word(value.ToString());

    /// <param name="name">The value's name in the code.</param>
    public static string Word(string name) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(name);

    public static T Parse<T>(string word)
        where T : struct, Enum => Words<T>.ByWord[word];

    /// <summary>All values by their word; allows lookups by span.</summary>
    public static FrozenDictionary<string, T> All<T>()
        where T : struct, Enum => Words<T>.ByWord;

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Of =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => Named(value));

        public static readonly FrozenDictionary<string, T> ByWord =
            Of.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}

namespace Sentinel.Browser.Tests;

/// <summary>A US keyboard.</summary>
public static class Keyboard
{
    public static readonly Key Enter = new("Enter", "Enter", "\r", 13);
    public static readonly Key Tab = new("Tab", "Tab", "", 9);

    private static readonly Key Shift = new("ShiftLeft", "Shift", "", 16);
    private static readonly Key Backspace = new("Backspace", "Backspace", "", 8);

    private const string PunctuationKeys = ".Period,Comma;Semicolon/Slash?Slash'Quote-Minus";

    public static Key OfCharacter(char character) =>
        char.ToLowerInvariant(character) switch
        {
            >= 'a' and <= 'z' and var letter => new(
                $"Key{char.ToUpperInvariant(letter)}",
                $"{character}",
                $"{character}",
                char.ToUpperInvariant(letter)
            ),
            >= '0' and <= '9' => new($"Digit{character}", $"{character}", $"{character}", character),
            ' ' => new("Space", " ", " ", 32),
            '\n' => Enter,
            Simulation.Keyboard.Backspace => Backspace,
            Simulation.Keyboard.Shift => Shift,
            _ => Punctuation(character),
        };

    /// <summary>A key by its name in the recorded sentences.</summary>
    public static Key OfRecorded(string name) => name switch
    {
        [var character] => OfCharacter(character),
        "space" => OfCharacter(' '),
        "period" => OfCharacter('.'),
        "comma" => OfCharacter(','),
        "backspace" => Backspace,
        "enter" => Enter,
        _ => Shift,
    };

    private static Key Punctuation(char character)
    {
        var start = PunctuationKeys.IndexOf(character, StringComparison.Ordinal) + 1;
        if (start == 0) throw new ArgumentException("This keyboard lacks it.", nameof(character));
        var code = new string([.. PunctuationKeys[start..].TakeWhile(char.IsLetter)]);
        return new(code, $"{character}", $"{character}", 190);
    }

    /// <summary>A key of the keyboard.</summary>
    /// <param name="Code"><c>KeyboardEvent.code</c>.</param>
    /// <param name="Name"><c>KeyboardEvent.key</c>.</param>
    /// <param name="Text">The text that it types.</param>
    /// <param name="Number">Windows' virtual key code.</param>
    public sealed record Key(string Code, string Name, string Text, int Number);
}

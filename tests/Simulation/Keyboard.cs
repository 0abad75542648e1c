namespace Sentinel.Simulation;

/// <summary>The key groups of the API's contract.</summary>
public enum KeyGroup { Other, LetterLeft, LetterRight, Digit, Punctuation, Space, Edit, Modifier, Enter, Navigation }

/// <summary>A US keyboard; keys are named by their characters.</summary>
public static class Keyboard
{
    public const char Backspace = '\b';
    public const char Shift = '\u000E';

    /// <summary>An unknown key.</summary>
    public const char Masked = '*';

    private const string LeftHand = "qwertasdfgzxcvb";

    /// <summary>The group of a typed character.</summary>
    public static KeyGroup GroupOf(char character) => char.ToLowerInvariant(character) switch
    {
        >= 'a' and <= 'z' and var letter when LeftHand.Contains(letter, StringComparison.Ordinal) => KeyGroup.LetterLeft,
        >= 'a' and <= 'z' => KeyGroup.LetterRight,
        >= '0' and <= '9' => KeyGroup.Digit,
        ' ' => KeyGroup.Space,
        '\n' => KeyGroup.Enter,
        Backspace => KeyGroup.Edit,
        '\t' => KeyGroup.Navigation,
        Shift => KeyGroup.Modifier,
        _ => KeyGroup.Punctuation,
    };
}

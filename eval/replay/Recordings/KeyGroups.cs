using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>Maps the recordings' keys to groups on a US keyboard.</summary>
internal static class KeyGroups
{
    /// <summary>A <c>KeyboardEvent.keyCode</c>.</summary>
    public static KeyGroup OfKeyCode(int code) => code switch
    {
        >= 65 and <= 90 => Keyboard.GroupOf((char)code),
        >= 48 and <= 57 or >= 96 and <= 105 => KeyGroup.Digit,
        32 => KeyGroup.Space,
        13 => KeyGroup.Enter,
        8 or 45 or 46 => KeyGroup.Edit,
        16 or 17 or 18 or 20 or 91 or 92 or 93 or 224 or 225 => KeyGroup.Modifier,
        9 or >= 33 and <= 40 => KeyGroup.Navigation,
        59 or 61 or 173 or >= 106 and <= 111 or >= 186 and <= 192 or >= 219 and <= 222 => KeyGroup.Punctuation,
        _ => KeyGroup.Other,
    };

    /// <summary>A key's name in the sentences: <c>a</c>, <c>9</c>, <c>space</c>, <c>caps_lock</c>.</summary>
    public static KeyGroup OfName(string name) => name switch
    {
        [var character] => Keyboard.GroupOf(character),
        "space" => KeyGroup.Space,
        "enter" => KeyGroup.Enter,
        "backspace" or "delete" => KeyGroup.Edit,
        "shift" or "ctrl" or "alt" or "caps_lock" or "windows" or "command" => KeyGroup.Modifier,
        "left" or "right" or "up" or "down" or "home" or "end" or "tab" => KeyGroup.Navigation,
        "period" or "comma" or "quote" or "semicolon" or "slash" or "dash" => KeyGroup.Punctuation,
        _ => KeyGroup.Other,
    };

    /// <summary>A <c>KeyboardEvent.code</c>.</summary>
    public static KeyGroup OfCode(string code) => code switch
    {
        ['K', 'e', 'y', var letter] => Keyboard.GroupOf(letter),
        _ when code.StartsWith("Digit", StringComparison.Ordinal) => KeyGroup.Digit,
        ['N', 'u', 'm', 'p', 'a', 'd', >= '0' and <= '9'] => KeyGroup.Digit,
        "Space" => KeyGroup.Space,
        "Enter" or "NumpadEnter" => KeyGroup.Enter,
        "Backspace" or "Delete" or "Insert" => KeyGroup.Edit,
        "CapsLock" => KeyGroup.Modifier,
        "Tab" or "Home" or "End" or "PageUp" or "PageDown" => KeyGroup.Navigation,
        _ when code.StartsWith("Arrow", StringComparison.Ordinal) => KeyGroup.Navigation,
        _ when ModifierNames.Any(name => code.StartsWith(name, StringComparison.Ordinal)) => KeyGroup.Modifier,
        "Other" => KeyGroup.Other,
        _ => KeyGroup.Punctuation,
    };

    /// <summary>A key stroke from a recording's <c>KeyboardEvent.code</c>.</summary>
    public static KeyStroke Held(string code, double down, double up) => KeyStroke.Held(OfCode(code), down, up);

    private static readonly string[] ModifierNames = ["Shift", "Control", "Alt", "Meta"];
}

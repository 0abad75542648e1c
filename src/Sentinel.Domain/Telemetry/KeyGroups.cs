namespace Sentinel.Domain.Telemetry;

/// <summary>Maps a key code to its group by its place on the keyboard, so that codes and groups are measured in the same way.</summary>
public static class KeyGroups
{
    /// <summary>The number of groups, LETTER_LEFT to MASKED.</summary>
    public const int Count = (int)KeyCode.Masked;

    private static readonly KeyCode[] Of256 = [.. Enumerable.Range(0, 256).Select(code => Find((KeyCode)code))];

    /// <summary>The group, <see cref="KeyCode.LetterLeft"/> to <see cref="KeyCode.Masked"/>; a group maps to itself.</summary>
    public static KeyCode Of(KeyCode code) => Of256[(byte)code];

    private static KeyCode Find(KeyCode code) =>
        code switch
        {
            KeyCode.Unknown => KeyCode.Other,
            <= KeyCode.Masked => code,
            KeyCode.KeyQ
            or KeyCode.KeyW
            or KeyCode.KeyE
            or KeyCode.KeyR
            or KeyCode.KeyT
            or KeyCode.KeyA
            or KeyCode.KeyS
            or KeyCode.KeyD
            or KeyCode.KeyF
            or KeyCode.KeyG
            or KeyCode.KeyZ
            or KeyCode.KeyX
            or KeyCode.KeyC
            or KeyCode.KeyV
            or KeyCode.KeyB => KeyCode.LetterLeft,
            <= KeyCode.KeyZ => KeyCode.LetterRight,
            <= KeyCode.Digit9 => KeyCode.Digit,
            <= KeyCode.Slash => KeyCode.Punctuation,
            <= KeyCode.Numpad9 => KeyCode.Digit,
            <= KeyCode.NumpadDecimal => KeyCode.Punctuation,
            KeyCode.NumpadEnter or KeyCode.EnterKey => KeyCode.Enter,
            KeyCode.SpaceBar => KeyCode.Space,
            KeyCode.Backspace or KeyCode.Delete or KeyCode.Insert => KeyCode.Edit,
            KeyCode.Tab or (>= KeyCode.ArrowLeft and <= KeyCode.PageDown) => KeyCode.Navigation,
            >= KeyCode.ShiftLeft and <= KeyCode.CapsLock => KeyCode.Modifier,
            _ => KeyCode.Other,
        };
}

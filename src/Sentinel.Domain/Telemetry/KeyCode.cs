namespace Sentinel.Domain.Telemetry;

/// <summary>
/// A key group, <c>MASKED</c>, or, if a site opts in for a field that is not secret, a physical key with its name in
/// <c>KeyboardEvent.code</c>. Never the typed character.
/// </summary>
public enum KeyCode : byte
{
    Unknown,
    LetterLeft, LetterRight, Digit, Punctuation, Space, Edit, Modifier, Enter, Navigation, Other, Masked,
    KeyA, KeyB, KeyC, KeyD, KeyE, KeyF, KeyG, KeyH, KeyI, KeyJ, KeyK, KeyL, KeyM,
    KeyN, KeyO, KeyP, KeyQ, KeyR, KeyS, KeyT, KeyU, KeyV, KeyW, KeyX, KeyY, KeyZ,
    Digit0, Digit1, Digit2, Digit3, Digit4, Digit5, Digit6, Digit7, Digit8, Digit9,
    Backquote, Minus, Equal, BracketLeft, BracketRight, Backslash, IntlBackslash, IntlRo, IntlYen, Semicolon, Quote, Comma, Period, Slash,
    Numpad0, Numpad1, Numpad2, Numpad3, Numpad4, Numpad5, Numpad6, Numpad7, Numpad8, Numpad9,
    NumpadAdd, NumpadSubtract, NumpadMultiply, NumpadDivide, NumpadDecimal, NumpadEnter,
    SpaceBar, EnterKey, Tab, Backspace, Delete, Insert,
    ShiftLeft, ShiftRight, ControlLeft, ControlRight, AltLeft, AltRight, MetaLeft, MetaRight, CapsLock, ContextMenu,
    ArrowLeft, ArrowRight, ArrowUp, ArrowDown, Home, End, PageUp, PageDown, Escape,
    F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12,
}

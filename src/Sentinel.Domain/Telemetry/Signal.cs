namespace Sentinel.Domain.Telemetry;

/// <summary>
/// Facts that a page knows, other than key strokes and pointer samples. UNTRUSTED_EVENT marks events that a script dispatched, at most once
/// a second. Input within a second after it may be evidence for a bot, but earns no trust and trains nothing. The last two tell where the
/// events come from, without content: the browser says that a program steers it; a mouse was pressed without the pressure that browsers
/// report for every button.
/// </summary>
public enum SignalType : byte
{
    Unknown, Focus, Blur, Paste, Autofill, Dictation, Composition, VirtualClick, UntrustedEvent, Hidden, Visible,
    Webdriver, NoPressure,
}

/// <summary>One signal.</summary>
/// <param name="T">Client milliseconds since the Unix epoch.</param>
/// <param name="Type">The kind of signal.</param>
/// <param name="Length">Number of characters (such as a paste's length); 0 if it does not apply. Never the text.</param>
public readonly record struct Signal(double T, SignalType Type, int Length = 0)
{
    /// <summary>Whether the signal declares input that was not typed key by key. Such input neither raises nor lowers trust.</summary>
    public bool ExemptsKeys => Type is SignalType.Paste or SignalType.Autofill or SignalType.Dictation or SignalType.Composition;
}

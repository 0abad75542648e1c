namespace Sentinel.Domain.Telemetry;

/// <summary>
/// Things a page knows that are neither key strokes nor pointer samples. UNTRUSTED_EVENT marks events that a script dispatched, at most
/// once a second: input within a second after it may speak for a bot, but earns and teaches nothing.
/// </summary>
public enum SignalType : byte
{
    Unknown, Focus, Blur, Paste, Autofill, Dictation, Composition, VirtualClick, UntrustedEvent, Hidden, Visible,
}

/// <summary>One signal.</summary>
/// <param name="T">Client milliseconds since the Unix epoch.</param>
/// <param name="Type">What happened.</param>
/// <param name="Length">Characters concerned (a paste's length), 0 when it does not apply. Never the text.</param>
public readonly record struct Signal(double T, SignalType Type, int Length = 0)
{
    /// <summary>Input that a person declares was not typed key by key: it is neither held against them nor counted for them.</summary>
    public bool ExemptsKeys => Type is SignalType.Paste or SignalType.Autofill or SignalType.Dictation or SignalType.Composition;
}

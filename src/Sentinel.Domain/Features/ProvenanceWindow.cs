using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// What the signals of one batch tell of where its events come from. Only a batch that has such a signal makes a window: a client that
/// sends none says nothing for a person.
/// </summary>
/// <param name="Webdriver">Whether the browser says that a program steers it.</param>
/// <param name="NoPressure">Whether a mouse moved to a place and was pressed there without pressure.</param>
public readonly record struct ProvenanceWindow(bool Webdriver, bool NoPressure) : IWindow
{
    /// <summary>
    /// What such a signal says for a bot. One batch alone raises no suspicion (1 nat), so that one odd press costs a person nothing: no
    /// window relieves this group within the session.
    /// </summary>
    public const double Nats = 0.9;

    /// <summary>Never: the input is judged by itself.</summary>
    public bool IsConclusive => false;

    /// <summary>Whether there is such a signal.</summary>
    public bool IsAny => Webdriver || NoPressure;

    /// <summary>With another signal of the batch.</summary>
    public ProvenanceWindow With(SignalType type) =>
        new(Webdriver || type == SignalType.Webdriver, NoPressure || type == SignalType.NoPressure);
}

using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// What the signals of one batch tell of where its events come from. Only a batch that has such a signal makes a window: a client that
/// sends none says nothing for a person.
/// </summary>
/// <param name="Webdriver">See <see cref="SignalType"/>.</param>
/// <param name="NoPressure">Likewise.</param>
/// <param name="ScreenIsPage">Likewise.</param>
public readonly record struct ProvenanceWindow(bool Webdriver, bool NoPressure, bool ScreenIsPage) : IWindow
{
    /// <summary>Never: the input is judged by itself.</summary>
    public bool IsConclusive => false;

    /// <summary>Whether there is such a signal.</summary>
    public bool IsAny => Webdriver || NoPressure || ScreenIsPage;

    /// <summary>With another signal of the batch.</summary>
    public ProvenanceWindow With(SignalType type) => new(
        Webdriver || type == SignalType.Webdriver,
        NoPressure || type == SignalType.NoPressure,
        ScreenIsPage || type == SignalType.ScreenIsPage);
}

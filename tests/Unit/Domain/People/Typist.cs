using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>A person who types a password in an individual rhythm, as domain types.</summary>
internal sealed class Typist
{
    /// <summary>Key strokes of a usual entry.</summary>
    public const int Length = Simulation.PasswordTypist.Length;

    private readonly Simulation.PasswordTypist _hands;

    public Typist(int seed)
        : this(new Simulation.PasswordTypist(seed))
    {
    }

    private Typist(Simulation.PasswordTypist hands) => _hands = hands;

    /// <summary>A person between this one and another.</summary>
    /// <param name="other">The other person.</param>
    /// <param name="part">How far to move towards the other, 0..1.</param>
    public Typist Towards(Typist other, double part) => new(_hands.Towards(other._hands, part));

    public FixedTextRhythm[] Entries(int count) => [.. Enumerable.Range(0, count).Select(_ => Entry(Length))];

    public FixedTextRhythm Entry(int strokes) => FixedTextRhythm.Of(Strokes(strokes))!;

    /// <param name="count">Key strokes of the entry.</param>
    /// <param name="from">Client ms of the first key stroke.</param>
    /// <param name="field">The fixed-text field.</param>
    /// <param name="shift">How much later than usual everything is, in ms.</param>
    public KeyStroke[] Strokes(int count, double from = 0, ulong field = 0, double shift = 0) =>
        [.. _hands.Type(count, from, shift).Select(stroke => stroke.ToDomain(KeyCode.Masked, field))];
}

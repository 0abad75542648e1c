using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>Somebody who enters a password in their own rhythm, as the domain sees it.</summary>
internal sealed class Typist
{
    /// <summary>Strokes of a usual entry.</summary>
    public const int Length = Simulation.PasswordTypist.Length;

    private readonly Simulation.PasswordTypist _hands;

    public Typist(int seed)
        : this(new Simulation.PasswordTypist(seed))
    {
    }

    private Typist(Simulation.PasswordTypist hands) => _hands = hands;

    /// <summary>Somebody who types like this one so far as they can, and else like another.</summary>
    /// <param name="other">Whose manner comes in.</param>
    /// <param name="part">0..1, how far.</param>
    public Typist Towards(Typist other, double part) => new(_hands.Towards(other._hands, part));

    public FixedTextRhythm[] Entries(int count) => [.. Enumerable.Range(0, count).Select(_ => Entry(Length))];

    public FixedTextRhythm Entry(int strokes) => FixedTextRhythm.Of(Strokes(strokes))!;

    /// <param name="count">Strokes of the entry.</param>
    /// <param name="from">Client ms of the first.</param>
    /// <param name="field">The fixed-text field.</param>
    /// <param name="shift">ms by which everything is later than the habit.</param>
    public KeyStroke[] Strokes(int count, double from = 0, ulong field = 0, double shift = 0) =>
        [.. _hands.Type(count, from, shift).Select(stroke => stroke.ToDomain(KeyCode.Masked, field))];
}

using Sentinel.Simulation;

namespace Sentinel.Browser.Tests;

/// <summary>Generated typing, as gestures.</summary>
public static class Scores
{
    /// <summary>Typing of a person.</summary>
    public static IEnumerable<Gesture> Generated(string text, int seed, double from = 0) =>
        new HumanTempo(new(seed)).Type(new(seed + 1), text, from).SelectMany(Gestures);

    /// <summary>A key's press and its release.</summary>
    public static Gesture[] Gestures(KeyStroke stroke) =>
        [
            Gesture.Key(stroke.Down, true, Keyboard.OfCharacter(stroke.Key)),
            Gesture.Key(stroke.Up, false, Keyboard.OfCharacter(stroke.Key)),
        ];
}

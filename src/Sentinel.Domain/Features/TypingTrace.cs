using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// A session's open typing window, part of the stored state: the state of the typing net. It is one for all streams, so that a new stream
/// does not reset it; each stream measures its own intervals.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TypingTrace : IStored
{
    /// <summary>Key strokes of a window.</summary>
    public const int WindowStrokes = 60;

    /// <summary>The stored values lie between −1 and 1, in steps of one over this.</summary>
    private const float Grain = short.MaxValue;

    private NetState state;
    private float score;
    private byte strokes;
    private byte unreleased;
    private byte alike;
    private byte others;
    private byte declared;
    private bool untrusted;

    public readonly bool IsSound
    {
        get
        {
            foreach (var value in state)
            {
                if (value < -Grain)
                    return false;
            }

            return float.IsFinite(score) && strokes < WindowStrokes && unreleased <= strokes && alike <= strokes && others <= strokes;
        }
    }

    /// <summary>Leaves out a key stroke that is declared input.</summary>
    public void Declare() => declared += (byte)(declared < byte.MaxValue ? 1 : 0);

    /// <summary>Adds the next key stroke; true when it completed a window.</summary>
    /// <param name="step">The key stroke.</param>
    /// <param name="net">What scores it.</param>
    /// <param name="released">Whether its release is known.</param>
    /// <param name="ofUntrusted">Whether it is untrusted input.</param>
    /// <param name="window">The completed window.</param>
    /// <param name="untrustedWindow">Whether the completed window contains untrusted input.</param>
    public bool Add(
        in TypingStep step, TypingNet net, bool released, bool ofUntrusted, out TypingWindow window, out bool untrustedWindow)
    {
        strokes++;
        unreleased += (byte)(released ? 0 : 1);
        alike += (byte)(step.Group == step.Before ? 1 : 0);
        others += (byte)(IsOfText((KeyCode)step.Group) ? 0 : 1);
        untrusted |= ofUntrusted;
        Span<float> values = stackalloc float[TypingNet.Units];
        for (var i = 0; i < TypingNet.Units; i++)
            values[i] = state[i] / Grain;
        score += net.Step(values, step);
        for (var i = 0; i < TypingNet.Units; i++)
            state[i] = (short)Math.Clamp(MathF.Round(values[i] * Grain), -Grain, Grain);
        (window, untrustedWindow) = (default, untrusted);
        if (strokes < WindowStrokes)
            return false;
        window = new(score * TypingNet.Scale / strokes)
        {
            UnreleasedShare = unreleased / (double)strokes,
            AlikeShare = alike / (double)strokes,
            OtherShare = others / (double)strokes,
            DeclaredShare = declared / (double)(declared + strokes),
        };
        this = default;
        return true;
    }

    private static bool IsOfText(KeyCode group) =>
        group is KeyCode.LetterLeft or KeyCode.LetterRight or KeyCode.Space or KeyCode.Edit;

    [InlineArray(TypingNet.Units)]
    private struct NetState
    {
        private short value;
    }
}

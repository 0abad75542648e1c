using Sentinel.Domain.Features;

namespace Sentinel.Train;

/// <summary>The typing net, which says of a window of key strokes how much it is like a bot's: cross-entropy.</summary>
internal sealed class Discriminator() : Recurrent(TypingTrace.WindowStrokes, TypingNet.Units, TypingNet.Inputs, (2 * TypingNet.Units) + 1)
{
    private readonly float[] values = new float[TypingTrace.WindowStrokes * TypingNet.Inputs];

    /// <summary>Adds one window.</summary>
    public void Add(float[] weights, ReadOnlySpan<TypingStep> window, bool isBot)
    {
        for (var t = 0; t < window.Length; t++)
            (values[3 * t], values[(3 * t) + 1], values[(3 * t) + 2]) = (window[t].Hold, window[t].Interval, window[t].Gap);
        Forward(weights, window, values);
        var linear = weights.AsSpan(TypingNet.OfScore, TypingNet.Units);
        var square = weights.AsSpan(TypingNet.OfSquare, TypingNet.Units);
        var sum = window.Length * (double)weights[TypingNet.Offset];
        for (var t = 0; t < window.Length; t++)
        {
            var state = State(t);
            for (var unit = 0; unit < TypingNet.Units; unit++)
                sum += state[unit] * (linear[unit] + (state[unit] * square[unit]));
        }

        var p = 1 / (1 + Math.Exp(-sum * TypingNet.Scale / window.Length));
        Loss += -Math.Log(Math.Max(1e-9, isBot ? p : 1 - p));
        var error = (float)((p - (isBot ? 1 : 0)) * TypingNet.Scale / window.Length);
        Sums[TypingNet.Offset] += error * window.Length;
        for (var t = 0; t < window.Length; t++)
        {
            var state = State(t);
            var of = OfStateAt(t);
            for (var unit = 0; unit < TypingNet.Units; unit++)
            {
                Sums[TypingNet.OfScore + unit] += error * state[unit];
                Sums[TypingNet.OfSquare + unit] += error * state[unit] * state[unit];
                of[unit] = error * (linear[unit] + (2 * state[unit] * square[unit]));
            }
        }

        Backward(weights, window, values);
    }
}

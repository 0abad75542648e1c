using System.Runtime.CompilerServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Features;

/// <summary>
/// How a stretch of free typing was typed, as the <see cref="StyleNet"/> sees it: a direction in 48 dimensions, in steps of 1/127. Two
/// stretches of one person point in similar directions.
/// </summary>
[InlineArray(StyleNet.Units)]
public struct TypingStyle : IStored, IEquatable<TypingStyle>
{
    /// <summary>The stored value of a component of 1.</summary>
    public const int One = 127;

    private sbyte component;

    /// <summary>No direction points to all zeros.</summary>
    public readonly bool IsSound
    {
        get
        {
            foreach (var value in this)
            {
                if (value != 0)
                    return true;
            }

            return false;
        }
    }

    /// <summary>The direction of a vector.</summary>
    public static TypingStyle Of(ReadOnlySpan<float> vector)
    {
        var squares = 0f;
        foreach (var value in vector)
            squares += value * value;
        var (style, scale) = (default(TypingStyle), One / MathF.Sqrt(squares));
        for (var i = 0; i < StyleNet.Units; i++)
            style[i] = (sbyte)Math.Clamp(MathF.Round(vector[i] * scale), -One, One);
        return style;
    }

    public readonly bool Equals(TypingStyle other) => ((ReadOnlySpan<sbyte>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is TypingStyle other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[1], this[2], this[3]);

    public static bool operator ==(TypingStyle one, TypingStyle other) => one.Equals(other);

    public static bool operator !=(TypingStyle one, TypingStyle other) => !one.Equals(other);

    /// <summary>The cosine of the angle between two directions, −1..1; 0 if one is none.</summary>
    public readonly double Likeness(in TypingStyle other)
    {
        var (product, own, others) = (0, 0, 0);
        for (var i = 0; i < StyleNet.Units; i++)
        {
            product += this[i] * other[i];
            own += this[i] * this[i];
            others += other[i] * other[i];
        }

        return own == 0 || others == 0 ? 0 : product / Math.Sqrt((double)own * others);
    }
}

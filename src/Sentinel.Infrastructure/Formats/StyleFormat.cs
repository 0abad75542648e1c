using System.Runtime.InteropServices;
using Sentinel.Domain.Features;

namespace Sentinel.Infrastructure.Formats;

/// <summary>A <see cref="TypingStyle"/> as bytes, one a dimension.</summary>
internal static class StyleFormat
{
    public static void Write(BinaryWriter writer, in TypingStyle style) => writer.Write(MemoryMarshal.AsBytes((ReadOnlySpan<sbyte>)style));

    /// <exception cref="FormatException">It points nowhere.</exception>
    public static TypingStyle Read(BinaryReader reader)
    {
        var style = default(TypingStyle);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes((Span<sbyte>)style));
        return style.IsSound ? style : throw new FormatException("A style that cannot be.");
    }
}

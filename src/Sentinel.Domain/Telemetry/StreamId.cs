using System.IO.Hashing;
using System.Text;

namespace Sentinel.Domain.Telemetry;

/// <summary>Identifies a stream in its session: the 64-bit hash of the client's name for it.</summary>
/// <param name="Value">XxHash64 of the UTF-8 name.</param>
public readonly record struct StreamId(ulong Value)
{
    public static readonly StreamId Main = Of("main");

    public static StreamId Of(string name) => new(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(name)));
}

using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Writes a city database in MaxMind's format (MaxMind DB File Format Specification v2.0): a binary trie over IPv4, and the data of its
/// leaves.
/// </summary>
internal static class GeoDatabase
{
    public static void Write(string file, string type, params (string Network, double Latitude, double Longitude, string Country)[] cities)
    {
        List<(int Left, int Right)> nodes = [(-1, -1)];
        List<byte> data = [];
        List<(int Node, bool Right, int Data)> leaves = [];
        foreach (var (text, latitude, longitude, country) in cities)
        {
            var network = IPNetwork.Parse(text);
            var bits = BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes());
            var node = 0;
            for (var depth = 0; depth < network.PrefixLength - 1; depth++)
            {
                var right = (bits >> (31 - depth) & 1) == 1;
                var next = right ? nodes[node].Right : nodes[node].Left;
                if (next < 0)
                {
                    next = nodes.Count;
                    nodes.Add((-1, -1));
                    nodes[node] = right ? (nodes[node].Left, next) : (next, nodes[node].Right);
                }

                node = next;
            }

            leaves.Add((node, (bits >> (32 - network.PrefixLength) & 1) == 1, data.Count));
            data.AddRange(Map(
                ("location", Map(("latitude", Number(latitude)), ("longitude", Number(longitude)))),
                ("country", Map(("iso_code", Text(country))))));
        }

        using var output = File.Create(file);
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var (right, child) in new[] { (false, nodes[i].Left), (true, nodes[i].Right) })
            {
                var leaf = leaves.FindIndex(one => one.Node == i && one.Right == right);
                var record = child >= 0 ? child : leaf >= 0 ? nodes.Count + 16 + leaves[leaf].Data : nodes.Count;
                output.Write([(byte)(record >> 16), (byte)(record >> 8), (byte)record]);
            }
        }

        output.Write(new byte[16]);
        output.Write([.. data]);
        output.Write([0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8]);
        output.Write(
            Map(
                ("binary_format_major_version", Whole(5, 2)),
                ("binary_format_minor_version", Whole(5, 0)),
                ("build_epoch", Whole(9, 1_767_000_000)),
                ("database_type", Text(type)),
                ("description", Map()),
                ("ip_version", Whole(5, 4)),
                ("languages", [0b0000_0000, 4]),
                ("node_count", Whole(6, nodes.Count)),
                ("record_size", Whole(5, 24))
            )
        );
    }

    private static byte[] Map(params (string Key, byte[] Value)[] members) =>
        [(byte)(7 << 5 | members.Length), .. members.SelectMany(member => Text(member.Key).Concat(member.Value))];

    private static byte[] Text(string text) => [(byte)(2 << 5 | text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Number(double number)
    {
        var bytes = new byte[9];
        bytes[0] = 3 << 5 | 8;
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(1), number);
        return bytes;
    }

    /// <summary>An unsigned number of type 5 (16 bits), 6 (32 bits) or 9 (64 bits, an extended type).</summary>
    private static byte[] Whole(int type, int number)
    {
        byte[] digits = [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
        digits = [.. digits.SkipWhile(digit => digit == 0)];
        return type > 7 ? [(byte)digits.Length, (byte)(type - 7), .. digits] : [(byte)(type << 5 | digits.Length), .. digits];
    }
}

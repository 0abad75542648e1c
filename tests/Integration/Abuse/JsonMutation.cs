using System.Text;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>Mutates JSON in ways that clients should not; the bytes may no longer be JSON.</summary>
internal sealed class JsonMutation(Random dice)
{
    /// <summary>A value that no answer may contain; it stands for a user's typed text.</summary>
    public const string Typed = "hunter2-typed-secret";

    /// <summary>Texts that are not JSON values.</summary>
    private static readonly string[] NoValues =
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "undefined",
        "'single'",
        "01",
        "+1",
        "1.",
        ".5",
        "0x10",
        "{]",
        "tru",
        "\"\\x\"",
        "\"open",
        "// none",
        "\"\u0001\"",
    ];

    private static readonly string[] Values =
    [
        "null",
        "true",
        "false",
        "42",
        "-1",
        "0",
        "-0",
        "1.5",
        "1e308",
        "-1e308",
        "1e999",
        "-1e999",
        "1e-400",
        "9007199254740993",
        "99999999999999999999",
        "-9223372036854775808",
        "\"\"",
        "\"NaN\"",
        "\"null\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "\"\\u202e\"",
        "\"' OR 1=1 --\"",
        "\"../../etc/passwd\"",
        "\"${jndi:ldap://x}\"",
        "\"<script>\"",
        "\"a\"",
        "\"\\r\\nSet-Cookie: x=1\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "{\"\":null}",
        "{\"$type\":\"System.Object, mscorlib\"}",
        $"\"{Typed}\"",
        $"[\"{Typed}\"]",
    ];

    private static readonly string[] Names =
    [
        "",
        "$type",
        "$ref",
        "__proto__",
        "constructor",
        "userid",
        "USERID",
        "more",
        "a.b",
        "a[0]",
        "'",
        "\\u0000",
        "\\ud800",
        "ключ",
    ];

    private static readonly byte[][] NoUtf8 =
    [
        [0xFF],
        [0xC0, 0xAF],
        [0xED, 0xA0, 0x80],
        [0xF8, 0x88, 0x80, 0x80, 0x80],
        [0x80],
        [0xE2, 0x82],
        [0xF4, 0x90, 0x80, 0x80],
    ];

    private bool crowded;

    /// <summary>The body after one to three mutations. <c>Sure</c> means that it cannot be read any more.</summary>
    public (byte[] Body, string Change, bool Sure) Mutate(JsonObject body)
    {
        crowded = false;
        List<string> changes = [];
        var raws = new List<string>();
        var members = (JsonObject)body.DeepClone();
        var breaking = new HashSet<int>();
        for (var i = dice.Next(3); i >= 0; i--)
        {
            var (change, breaks) = Change(members, raws);
            changes.Add(change);
            if (breaks) breaking.Add(raws.Count - 1);
        }

        var text = members.ToJsonString();
        // A later mutation may have removed an earlier one.
        var sure = breaking.Any(index => text.Contains(Place(index), StringComparison.Ordinal));
        for (var i = raws.Count - 1; i >= 0; i--) text = text.Replace(Place(i), raws[i], StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (dice.Next(5) > 0) return (bytes, string.Join(", ", changes), sure);
        var (torn, tear, tears) = Tear(bytes);
        return (torn, $"{string.Join(", ", changes)}, {tear}", sure || tears);
    }

    /// <summary>Mutates the bytes, regardless of their meaning.</summary>
    public (byte[] Bytes, string Change, bool Sure) Tear(byte[] bytes)
    {
        var at = dice.Next(1, Math.Max(2, bytes.Length));
        switch (dice.Next(8))
        {
            case 0:
                return (bytes[..Math.Min(at, bytes.Length - 1)], $"cut at {at}", true);
            case 1:
                return ([.. bytes, .. "}"u8], "something behind", true);
            case 2:
                var flipped = (byte[])bytes.Clone();
                for (var i = dice.Next(4); i >= 0; i--) flipped[dice.Next(flipped.Length)] ^= (byte)(1 << dice.Next(8));
                return (flipped, "bits flipped", false);
            case 3:
                return ([.. bytes[..at], .. NoUtf8[dice.Next(NoUtf8.Length)], .. bytes[at..]], "no UTF-8", false);
            case 4:
                return ([.. Encoding.UTF8.Preamble, .. bytes], "a byte order mark", false);
            case 5:
                return (Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)), "UTF-16", false);
            case 6:
                var from = dice.Next(bytes.Length);
                return ([.. bytes[..at], .. bytes[from..Math.Min(bytes.Length, from + 40)], .. bytes[at..]], "a piece twice", false);
            default:
                return ([.. Enumerable.Repeat((byte)'[', dice.Next(2, 3_000)), .. bytes], "opened and not closed", true);
        }
    }

    private (string Change, bool Sure) Change(JsonObject root, List<string> raws)
    {
        var (parent, key) = Somewhere(root);
        switch (dice.Next(10))
        {
            case 0:
                Remove(parent, key);
                return ($"without {key}", false);
            case 1 or 2 or 3 or 4:
                var value = Values[dice.Next(Values.Length)];
                Set(parent, key, Raw(raws, value));
                return ($"{key} is {value}", false);
            case 5:
                var none = NoValues[dice.Next(NoValues.Length)];
                Set(parent, key, Raw(raws, none));
                return ($"{key} is {none}", true);
            case 6:
                var depth = dice.Next(2) == 0 ? dice.Next(2, 20) : dice.Next(20, 2_000);
                Set(parent, key, Raw(raws, $"{new string('[', depth)}{new string(']', depth)}"));
                return ($"{key} is {depth} deep", depth >= 20);
            case 7:
                var length = dice.Next(3) switch { 0 => 65, 1 => 300, _ => 20_000 };
                Set(parent, key, JsonValue.Create(new string((char)dice.Next('a', 'z'), length)));
                return ($"{key} is {length} long", false);
            case 8:
                // A duplicate member or an unknown one.
                var name = dice.Next(2) == 0 ? Names[dice.Next(Names.Length)] : $"{key}";
                raws.Add($"\"{name}\"");
                root[$"@raw{raws.Count - 1}@"] = Raw(raws, Values[dice.Next(Values.Length)]);
                return ($"{name} as well", false);
            default:
                if (parent is not JsonArray { Count: > 0 } items) goto case 0;
                // Only once in a body: nested repetitions would exhaust the memory.
                var copies = dice.Next(4) == 0 && !crowded ? 2_001 : dice.Next(1, 30);
                crowded |= copies > 2_000;
                for (var i = 0; i < copies; i++) items.Add(items[0]?.DeepClone());
                return ($"{copies} more", false);
        }
    }

    /// <summary>A random value of the body and its position.</summary>
    private (JsonNode Parent, object Key) Somewhere(JsonObject root)
    {
        List<(JsonNode, object)> places = [];
        Collect(root);
        return places.Count == 0 ? (root, "nothing") : places[dice.Next(places.Count)];

        void Collect(JsonNode node)
        {
            if (node is JsonObject members)
            {
                foreach (var (name, value) in members) Visit(name, value);
            }
            else if (node is JsonArray items)
            {
                // Most of a batch are events; a few stand for all.
                for (var i = 0; i < Math.Min(3, items.Count); i++) Visit(i, items[i]);
            }

            void Visit(object key, JsonNode? value)
            {
                places.Add((node, key));
                if (value is JsonObject or JsonArray) Collect(value);
            }
        }
    }

    private static void Remove(JsonNode parent, object key)
    {
        if (parent is JsonObject members) members.Remove((string)key);
        else parent.AsArray().RemoveAt((int)key);
    }

    private static void Set(JsonNode parent, object key, JsonNode value)
    {
        if (parent is JsonObject members) members[(string)key] = value;
        else parent.AsArray()[(int)key] = value;
    }

    private static JsonValue Raw(List<string> raws, string text)
    {
        raws.Add(text);
        return JsonValue.Create($"@raw{raws.Count - 1}@");
    }

    private static string Place(int index) => $"\"@raw{index}@\"";
}

using System.Globalization;
using System.Text;

namespace Sentinel.Client;

/// <summary>A member of a structured field (RFC 9651): an item or an inner list, with its parameters in their order.</summary>
/// <param name="Parameters">Each name once.</param>
internal abstract record FieldMember(IReadOnlyList<KeyValuePair<string, object>> Parameters)
{
    /// <summary>The parameter of this name and type; null if there is none.</summary>
    public object? Parameter(string name)
    {
        foreach (var (key, value) in Parameters)
        {
            if (key == name)
                return value;
        }

        return null;
    }

    /// <summary>As RFC 9651 writes it, however the sender has.</summary>
    public string Serialized()
    {
        StringBuilder text = new();
        Write(text);
        return text.ToString();
    }

    internal virtual void Write(StringBuilder text)
    {
        foreach (var (name, value) in Parameters)
        {
            text.Append(';').Append(name);
            if (value is true)
                continue;
            text.Append('=');
            WriteBare(text, value);
        }
    }

    private protected static void WriteBare(StringBuilder text, object value) => _ = value switch
    {
        string words => text.Append('"').Append(words.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"'),
        byte[] bytes => text.Append(':').Append(Convert.ToBase64String(bytes)).Append(':'),
        bool flag => text.Append(flag ? "?1" : "?0"),
        FieldToken token => text.Append(token.Name),
        _ => text.Append(CultureInfo.InvariantCulture, $"{value}"),
    };
}

/// <summary>A word without quotes.</summary>
internal readonly record struct FieldToken(string Name);

/// <param name="Value">A long, string, byte array, bool or <see cref="FieldToken"/>.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record FieldItem(object Value, IReadOnlyList<KeyValuePair<string, object>> Parameters) : FieldMember(Parameters)
{
    internal override void Write(StringBuilder text)
    {
        WriteBare(text, Value);
        base.Write(text);
    }
}

/// <param name="Items">Its items.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record FieldList(IReadOnlyList<FieldItem> Items, IReadOnlyList<KeyValuePair<string, object>> Parameters)
    : FieldMember(Parameters)
{
    internal override void Write(StringBuilder text)
    {
        text.Append('(');
        for (var i = 0; i < Items.Count; i++)
        {
            if (i > 0)
                text.Append(' ');
            Items[i].Write(text);
        }

        text.Append(')');
        base.Write(text);
    }
}

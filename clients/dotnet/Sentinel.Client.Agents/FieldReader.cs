using System.Globalization;

namespace Sentinel.Client;

/// <summary>
/// Reads dictionaries of structured fields (RFC 9651), as far as HTTP message signatures have them: no decimals, dates or display strings.
/// A name that comes twice is refused, because two readers may take it for different things.
/// </summary>
internal ref struct FieldReader
{
    private const int MostDigits = 15;

    private ReadOnlySpan<char> rest;

    private FieldReader(ReadOnlySpan<char> text) => rest = text.Trim(' ');

    /// <summary>The members of a dictionary, in their order.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IReadOnlyList<KeyValuePair<string, FieldMember>> Dictionary(string text)
    {
        FieldReader reader = new(text);
        List<KeyValuePair<string, FieldMember>> members = [];
        while (!reader.rest.IsEmpty)
        {
            var name = reader.Name();
            FieldMember member = reader.Takes('=') ? reader.Member() : new FieldItem(true, reader.Parameters());
            Add(members, name, member);
            reader.SkipBlanks();
            if (reader.rest.IsEmpty)
                return members;
            reader.Expect(',');
            reader.SkipBlanks();
            if (reader.rest.IsEmpty)
                throw new FormatException("A dictionary ends with a comma.");
        }

        return members;
    }

    private static void Add<T>(List<KeyValuePair<string, T>> members, string name, T value)
    {
        foreach (var member in members)
        {
            if (member.Key == name)
                throw new FormatException("A name comes twice.");
        }

        members.Add(new(name, value));
    }

    private FieldMember Member()
    {
        if (!Takes('('))
            return Item();
        List<FieldItem> items = [];
        while (true)
        {
            rest = rest.TrimStart(' ');
            if (Takes(')'))
                return new FieldList(items, Parameters());
            items.Add(Item());
            if (rest.IsEmpty || rest[0] is not (' ' or ')'))
                throw new FormatException("Items of an inner list are separated by blanks.");
        }
    }

    private FieldItem Item() => new(Bare(), Parameters());

    private List<KeyValuePair<string, object>> Parameters()
    {
        List<KeyValuePair<string, object>> parameters = [];
        while (Takes(';'))
        {
            rest = rest.TrimStart(' ');
            var name = Name();
            Add(parameters, name, Takes('=') ? Bare() : true);
        }

        return parameters;
    }

    private object Bare() => rest switch
    {
        ['"', ..] => Text(),
        [':', ..] => Bytes(),
        ['?', '0' or '1', ..] => Flag(),
        ['-' or (>= '0' and <= '9'), ..] => Whole(),
        [var first, ..] when char.IsAsciiLetter(first) || first == '*' => new FieldToken(Take(IsOfToken).ToString()),
        _ => throw new FormatException("A value is missing or of an unknown kind."),
    };

    private string Name()
    {
        if (rest.IsEmpty || !(char.IsAsciiLetterLower(rest[0]) || rest[0] == '*'))
            throw new FormatException("A name begins with a small letter.");
        return Take(IsOfName).ToString();
    }

    private string Text()
    {
        rest = rest[1..];
        Span<char> text = stackalloc char[Math.Min(rest.Length, SignedMessage.LongestField)];
        for (var length = 0; !rest.IsEmpty && length < text.Length; length++)
        {
            var letter = rest[0];
            rest = rest[1..];
            if (letter == '"')
                return text[..length].ToString();
            if (letter == '\\')
            {
                if (rest is not ['"' or '\\', ..])
                    break;
                letter = rest[0];
                rest = rest[1..];
            }
            else if (letter is < ' ' or > '~')
                break;
            text[length] = letter;
        }

        throw new FormatException("A string has no end, or a letter that it may not have.");
    }

    private byte[] Bytes()
    {
        rest = rest[1..];
        var end = rest.IndexOf(':');
        if (end < 0)
            throw new FormatException("Bytes have no end.");
        var text = rest[..end];
        rest = rest[(end + 1)..];
        var bytes = new byte[text.Length];
        return !text.ContainsAnyExcept(Base64) && Convert.TryFromBase64Chars(text, bytes, out var written)
            ? bytes[..written]
            : throw new FormatException("Bytes are not in base64.");
    }

    private bool Flag()
    {
        var flag = rest[1] == '1';
        rest = rest[2..];
        return flag;
    }

    private long Whole()
    {
        var isNegative = Takes('-');
        var digits = Take(char.IsAsciiDigit);
        if (digits.Length is 0 or > MostDigits || rest is ['.', ..])
            throw new FormatException("A number is not whole, or too long.");
        var number = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return isNegative ? -number : number;
    }

    private ReadOnlySpan<char> Take(Func<char, bool> belongs)
    {
        var length = 0;
        while (length < rest.Length && belongs(rest[length]))
            length++;
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private void SkipBlanks() => rest = rest.TrimStart(" \t");

    private void Expect(char letter)
    {
        if (!Takes(letter))
            throw new FormatException("A separator is missing.");
    }

    private bool Takes(char letter)
    {
        if (rest.IsEmpty || rest[0] != letter)
            return false;
        rest = rest[1..];
        return true;
    }

    private static readonly System.Buffers.SearchValues<char> Base64 = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private static bool IsOfName(char letter) =>
        char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '-' or '.' or '*';

    private static bool IsOfToken(char letter) => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~:/".Contains(letter);
}

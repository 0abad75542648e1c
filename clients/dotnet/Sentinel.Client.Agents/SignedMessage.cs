using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Sentinel.Client;

/// <summary>The parts of a request that a signature can cover (RFC 9421, section 2).</summary>
/// <param name="Method">The method.</param>
/// <param name="Scheme">https, or http.</param>
/// <param name="Authority">The public authority, in small letters and without the scheme's own port.</param>
/// <param name="Target">Path and query as sent, beginning with a slash; null if the request line has another form.</param>
/// <param name="Headers">The headers.</param>
internal sealed record SignedMessage(string Method, string Scheme, string Authority, string? Target, IHeaderDictionary Headers)
{
    /// <summary>The longest header that is looked at, characters.</summary>
    public const int LongestField = 4096;

    public static SignedMessage Of(HttpContext http, string authority)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return new(
            http.Request.Method, http.Request.Scheme, authority, target is ['/', ..] ? target : null, http.Request.Headers);
    }

    /// <summary>All lines of a header, as one; null if there is none.</summary>
    /// <exception cref="FormatException">It is too long.</exception>
    public string? Field(string name)
    {
        if (!Headers.TryGetValue(name, out var lines) || lines.Count == 0)
            return null;
        var field = string.Join(", ", lines.Select(line => (line ?? "").Trim(' ', '\t')));
        return field.Length <= LongestField ? field : throw new FormatException("A header is too long.");
    }

    /// <summary>What the signer has signed (RFC 9421, section 2.5).</summary>
    /// <exception cref="FormatException">
    /// A component is missing, comes twice, or is one that this reader does not know. Then nobody knows what was signed.
    /// </exception>
    public byte[] BaseOf(FieldList input)
    {
        StringBuilder text = new();
        HashSet<string> seen = [];
        foreach (var component in input.Items)
        {
            var identifier = component.Serialized();
            if (!seen.Add(identifier))
                throw new FormatException("A component comes twice.");
            text.Append(identifier).Append(": ").Append(ValueOf(component)).Append('\n');
        }

        text.Append("\"@signature-params\": ").Append(input.Serialized());
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private string ValueOf(FieldItem component)
    {
        var value = (component.Value as string, component.Parameters) switch
        {
            ("@method", []) => Method,
            ("@scheme", []) => Scheme,
            ("@authority", []) => Authority,
            ("@path", []) => Target?.Split('?')[0],
            ("@query", []) => Target is null ? null : Target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? Target[at..] : "?",
            ("@target-uri", []) => Target is null ? null : $"{Scheme}://{Authority}{Target}",
            ("@request-target", []) => Target,
            ({ Length: > 0 } name, []) when IsField(name) => Field(name),
            ({ Length: > 0 } name, [("key", string key)]) when IsField(name) => MemberOf(name, key),
            _ => null,
        };
        return value is not null && value.All(char.IsAscii)
            ? value
            : throw new FormatException("A component is missing, or none that can be checked.");
    }

    private static bool IsField(string name) =>
        name[0] != '@' && name.All(letter => letter is > ' ' and < '\x7f' and not (>= 'A' and <= 'Z'));

    private string? MemberOf(string name, string key) => Field(name) is { } field
        ? FieldReader.Dictionary(field).FirstOrDefault(member => member.Key == key).Value?.Serialized()
        : null;
}

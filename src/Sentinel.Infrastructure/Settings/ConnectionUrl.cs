using System.Globalization;
using System.Text.RegularExpressions;

namespace Sentinel.Infrastructure.Settings;

/// <summary>
/// <c>scheme://user:password@host:port/path?name=value</c>, percent-encoded, the form in which hosting services give database addresses.
/// Errors never quote the text.
/// </summary>
public sealed partial record ConnectionUrl
{
    public required string Scheme { get; init; }

    /// <summary>Decoded; null if absent.</summary>
    public string? User { get; private init; }

    /// <summary>Decoded; null if absent.</summary>
    public string? Password { get; private init; }

    /// <summary>At least one; IPv6 addresses without brackets, ports from 1 to 65535.</summary>
    public required IReadOnlyList<(string Name, int? Port)> Hosts { get; init; }

    /// <summary>The part after the slash, decoded; empty if absent.</summary>
    public required string Path { get; init; }

    /// <summary>Names in lower case, values decoded.</summary>
    public required IReadOnlyList<(string Name, string Value)> Parameters { get; init; }

    /// <summary>Whether the text looks like a URL, well-formed or not.</summary>
    public static bool Resembles(string text) => Start().IsMatch(text);

    /// <exception cref="FormatException">The text is malformed or has another scheme. The message does not quote it.</exception>
    public static ConnectionUrl Parse(string text, params string[] schemes)
    {
        var match = Shape().Match(text.Trim());
        var scheme = match.Groups["scheme"].Value;
        if (!match.Success || !schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))
            throw new FormatException(
                $"is not a URL of the form {schemes[^1]}://user:password@host:port/database. Percent-encode what is reserved in the "
                + "password: @ as %40, / as %2F, # as %23, % as %25");
        var (user, password) = (match.Groups["user"], match.Groups["password"]);
        return new()
        {
            Scheme = scheme.ToLowerInvariant(),
            User = user.Length > 0 ? Decode(user.Value) : null,
            Password = password.Length > 0 ? Decode(password.Value) : null,
            Hosts = [.. match.Groups["hosts"].Value.Split(',').Select(Host)],
            Path = Decode(match.Groups["path"].Value),
            Parameters = [.. match.Groups["query"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Parameter)],
        };
    }

    /// <summary>Parses a host name or address with an optional port.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static (string Name, int? Port) Host(string text)
    {
        var match = NameAndPort().Match(text);
        var name = match.Groups["v6"].Success ? match.Groups["v6"].Value : match.Groups["name"].Value;
        if (!match.Success || !IsHost(name))
            throw new FormatException("has a host that is neither a name nor an address");
        if (!match.Groups["port"].Success)
            return (name, null);
        return int.TryParse(match.Groups["port"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65_535
            ? (name, port)
            : throw new FormatException("has a port that is not a number from 1 to 65535");
    }

    /// <summary>Whether the text can be a host name or address.</summary>
    public static bool IsHost(string text)
        => Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;

    private static (string Name, string Value) Parameter(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? (Decode(text[..at]).ToLowerInvariant(), Decode(text[(at + 1)..]))
            : throw new FormatException("has a parameter without a value");
    }

    private static string Decode(string text) =>
        Encoded().IsMatch(text) ? Uri.UnescapeDataString(text) : throw new FormatException(
            "has a % that begins no percent-encoded character: write a % itself as %25");

    [GeneratedRegex(@"^\s*[a-z][a-z0-9+.-]*://", RegexOptions.IgnoreCase)]
    private static partial Regex Start();

    /// <summary>Rejects reserved characters in every part: they would cut a password, and its rest would be read as a host.</summary>
    [GeneratedRegex(
        "^(?<scheme>[a-z][a-z0-9+.-]*)://((?<user>[^:/?#@\\s]*)(:(?<password>[^/?#@\\s]*))?@)?"
        + "(?<hosts>[^/?#@\\s]*)(/(?<path>[^/?#@\\s]*))?(\\?(?<query>[^#\\s]*))?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^(\[(?<v6>[0-9a-f:.]+)\]|(?<name>[^:\[\]]+))(:(?<port>.*))?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NameAndPort();

    [GeneratedRegex("^([^%]|%[0-9a-f]{2})*$", RegexOptions.IgnoreCase)]
    private static partial Regex Encoded();
}

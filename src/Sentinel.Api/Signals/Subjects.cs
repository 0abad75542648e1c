using System.Text.Json;
using Sentinel.Api.Settings;
using Sentinel.Domain.Sessions;

namespace Sentinel.Api.Signals;

/// <summary>Finds the site's own name of a user in a subject identifier (RFC 9493, and the complex subjects of SSF 1.0).</summary>
internal static class Subjects
{
    private const int MaxDepth = 4;

    /// <summary>The user whom the identifier names in the format of the transmitter's settings; null if it names none so.</summary>
    public static string? UserOf(Transmitter transmitter, JsonElement subject) => UserOf(transmitter, subject, MaxDepth);

    private static string? UserOf(Transmitter transmitter, JsonElement subject, int depth)
    {
        if (depth == 0 || Text(subject, "format") is not { } format)
            return null;
        if (format == "aliases")
            return Alias(transmitter, subject, depth - 1);
        if (format == "complex")
            return subject.TryGetProperty("user", out var user) ? UserOf(transmitter, user, depth - 1) : null;
        var name = format != transmitter.Subject ? null : format switch
        {
            "iss_sub" => Text(subject, "iss") == transmitter.Issuer ? Text(subject, "sub") : null,
            "opaque" => Text(subject, "id"),
            _ => Text(subject, "email"),
        };
        return UserId.TryParse(name, out var id) && id != UserId.Unknown ? name : null;
    }

    /// <summary>The first identifier of the same subject that names a user.</summary>
    private static string? Alias(Transmitter transmitter, JsonElement subject, int depth)
    {
        if (!subject.TryGetProperty("identifiers", out var all) || all.ValueKind != JsonValueKind.Array)
            return null;
        foreach (var one in all.EnumerateArray())
        {
            if (UserOf(transmitter, one, depth) is { } user)
                return user;
        }

        return null;
    }

    /// <summary>Null for another kind of value, and for a text that is no valid Unicode.</summary>
    private static string? Text(JsonElement subject, string name)
    {
        if (subject.ValueKind != JsonValueKind.Object || !subject.TryGetProperty(name, out var value)
            || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

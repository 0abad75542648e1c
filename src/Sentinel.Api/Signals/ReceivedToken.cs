using System.Text.Json;

namespace Sentinel.Api.Signals;

/// <summary>What a Security Event Token says.</summary>
/// <param name="Subject">Its <c>sub_id</c>, or the subject of its event, as drafts had it; null for none.</param>
/// <param name="Events">Its events, each with the time when it happened, by the event's type.</param>
internal sealed record ReceivedToken(JsonElement? Subject, IReadOnlyDictionary<string, DateTimeOffset> Events)
{
    /// <summary>Maximum length, in bytes.</summary>
    public const int MaxLength = 32 * 1024;

    private const int LongestId = 256;

    private const double LeastMilliseconds = 1e11;

    /// <exception cref="FormatException">A claim is missing or of another kind; the message names it.</exception>
    public static ReceivedToken Of(JsonElement claims)
    {
        if (claims.ValueKind != JsonValueKind.Object)
            throw new FormatException("The token's content must be an object.");
        if (!claims.TryGetProperty("jti", out var id) || id.ValueKind != JsonValueKind.String || id.GetString()!.Length is 0 or > LongestId)
            throw new FormatException($"jti must be a text of 1 to {LongestId} characters.");
        if (!claims.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Object || !events.EnumerateObject().Any())
            throw new FormatException("events must be an object with at least one event.");
        if (!claims.TryGetProperty("iat", out var issued))
            throw new FormatException("iat must be there.");
        var issuedAt = Moment(issued, "iat");
        JsonElement? subject = claims.TryGetProperty("sub_id", out var given) ? given.Clone() : null;
        Dictionary<string, DateTimeOffset> happened = new(StringComparer.Ordinal);
        foreach (var one in events.EnumerateObject())
        {
            if (one.Value.ValueKind != JsonValueKind.Object)
                throw new FormatException("Every event must be an object.");
            happened[one.Name] = one.Value.TryGetProperty("event_timestamp", out var at) ? Moment(at, "event_timestamp") : issuedAt;
            subject ??= one.Value.TryGetProperty("subject", out var old) ? old.Clone() : null;
        }

        return new(subject, happened);
    }

    /// <summary>Seconds since 1970, or milliseconds, as drafts of CAEP had them: in seconds, those would be after the year 5000.</summary>
    private static DateTimeOffset Moment(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and < LeastMilliseconds * 1_000
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(number < LeastMilliseconds ? number * 1_000 : number))
            : throw new FormatException($"{name} must be a time in seconds since 1970.");
}

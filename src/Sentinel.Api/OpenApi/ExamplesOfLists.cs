namespace Sentinel.Api.OpenApi;

/// <summary>Examples of the calls about lists.</summary>
internal static class ExamplesOfLists
{
    public const string Body = """
        {
          "effect": "SNOOZE", "cidr": "100.64.0.0/10", "reason": "context.impossible_travel",
          "expiresAt": "2026-07-01T00:00:00Z", "note": "A mobile carrier, whose addresses are placed anywhere in the country."
        }
        """;

    public const string Entry = """
        {
          "id": "019b6a3c-9d40-7f61-8a84-305b7e9f1b43", "effect": "SNOOZE", "userId": null, "device": null, "cidr": "100.64.0.0/10",
          "country": null, "reason": "context.impossible_travel", "expiresAt": "2026-07-01T00:00:00Z", "endedAt": null,
          "note": "A mobile carrier, whose addresses are placed anywhere in the country.",
          "actor": "5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11", "createdAt": "2026-01-01T00:00:00Z"
        }
        """;

    public const string Page = $$"""{ "items": [{{Entry}}], "nextCursor": null }""";
}

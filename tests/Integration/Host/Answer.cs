using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>The answer to a call: the status and the body, parsed if it is JSON.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, string? MediaType, ILookup<string, string> Headers, JsonObject? Json)
{
    public int Number => (int)Status;

    /// <summary>The problem's stable code.</summary>
    public string? Code => (string?)Json?["code"];

    public string Decision => Text("decision");

    public double Trust => Value("trust");

    public string Phase => Text("phase");

    public bool Degraded => (bool)Json!["degraded"]!;

    /// <summary>Like <see cref="Degraded"/>, for answers that may lack the member.</summary>
    public bool IsDegraded => (bool?)Json?["degraded"] == true;

    public IReadOnlyList<string> ReasonCodes => [.. Json!["reasons"]!.AsArray().Select(reason => (string)reason!["code"]!)];

    /// <summary>The paths of the problem's errors.</summary>
    public IReadOnlyList<string> ErrorPaths => [.. (Json?["errors"]?.AsArray() ?? []).Select(error => (string)error!["path"]!)];

    public string Text(string name) => (string?)Json?[name] ?? throw new InvalidOperationException($"No {name} in {Number} {Body}");

    public double Value(string name) => (double?)Json?[name] ?? throw new InvalidOperationException($"No {name} in {Number} {Body}");

    public Answer Expect(int status)
    {
        if (Number != status) Assert.Fail($"Expected {status}, got {Number}: {Body}");
        return this;
    }

    public Answer Expect(int status, string code)
    {
        Expect(status);
        Assert.Equal(code, Code);
        return this;
    }

    internal static async Task<Answer> Of(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .SelectMany(header => header.Value, (header, value) => (header.Key, value))
            .ToLookup(pair => pair.Key, pair => pair.value, StringComparer.OrdinalIgnoreCase);
        return new(response.StatusCode, body, mediaType, headers, Parse(body, mediaType));
    }

    private static JsonObject? Parse(string body, string? mediaType)
    {
        if (mediaType?.EndsWith("json", StringComparison.Ordinal) != true || body.Length == 0) return null;
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

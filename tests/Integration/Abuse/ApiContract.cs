using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sentinel.Integration.Tests;

/// <summary>The calls of an OpenAPI document with their documented answers. New calls are included automatically.</summary>
internal sealed partial class ApiContract
{
    private ApiContract(IReadOnlyList<Call> calls) => Calls = calls;

    public IReadOnlyList<Call> Calls { get; }

    public static ApiContract Of(JsonObject document) =>
        new([
            .. document["paths"]!
                .AsObject()
                .SelectMany(
                    path => path.Value!.AsObject(),
                    (path, operation) => Call.Of(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())
                ),
        ]);

    /// <summary>Whether any call documents this answer; for requests whose address was changed.</summary>
    public bool Documents(int status, string? code) => Calls.Any(call => call.Documents(status, code));

    /// <param name="Method">Upper case.</param>
    /// <param name="Path">With parameters in braces.</param>
    /// <param name="Query">Names of the query parameters.</param>
    /// <param name="Body">The example body; null if the call takes none.</param>
    /// <param name="BodyRequired">Whether a request must have a body.</param>
    /// <param name="Failures">The documented status and code of each failure.</param>
    internal sealed record Call(
        string Method,
        string Path,
        IReadOnlyList<string> Query,
        JsonObject? Body,
        bool BodyRequired,
        IReadOnlySet<(int Status, string Code)> Failures
    )
    {
        public string Name => $"{Method} {Path}";

        public static Call Of(string method, string path, JsonObject operation) =>
            new(
                method,
                path,
                [
                    .. (operation["parameters"]?.AsArray() ?? [])
                        .Where(parameter => (string?)parameter!["in"] == "query")
                        .Select(parameter => (string)parameter!["name"]!),
                ],
                operation["requestBody"]?["content"]?["application/json"]?["example"] as JsonObject,
                (bool?)operation["requestBody"]?["required"] == true,
                operation["responses"]!
                    .AsObject()
                    .Where(response => response.Key[0] is '4' or '5')
                    .SelectMany(
                        response => response.Value!["content"]!["application/problem+json"]!["examples"]!.AsObject(),
                        (response, example) => (int.Parse(response.Key, null), example.Key)
                    )
                    .ToHashSet()
            );

        public bool Documents(int status, string? code) => code is not null && Failures.Contains((status, code));

        /// <summary>The path with its parameters replaced.</summary>
        public string Fill(Func<string, string> value) => Parameter().Replace(Path, match => value(match.Groups[1].Value));
    }

    [GeneratedRegex("\\{([^}:]+)[^}]*\\}")]
    private static partial Regex Parameter();
}

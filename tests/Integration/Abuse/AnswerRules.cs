using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sentinel.Integration.Tests;

/// <summary>Rules for every answer, whatever the request.</summary>
/// <param name="contract">The documented answers.</param>
/// <param name="secrets">Texts that no refusal may contain.</param>
internal sealed partial class AnswerRules(ApiContract contract, IReadOnlyList<string> secrets)
{
    /// <summary>Maximum characters of a refusal, which lists at most fifty faults.</summary>
    private const int LongestRefusal = 16 * 1024;

    /// <summary>The broken rule; null if there is none.</summary>
    public string? Fault(ApiContract.Call call, WireRequest request, Answer answer) => answer.Number switch
    {
        >= 200 and < 300 when request.IsSurelyBad => "it was accepted",
        >= 200 and < 300 => null,
        // No page of the API redirects.
        < 400 => "it leads elsewhere",
        _ => Refusal(call, request, answer),
    };

    private string? Refusal(ApiContract.Call call, WireRequest request, Answer answer)
    {
        if (answer.Body.Length > LongestRefusal)
            return $"the body has {answer.Body.Length} characters";
        if (Insides().Match(answer.Body) is { Success: true } inside)
            return $"the body says {inside.Value}";
        if (secrets.FirstOrDefault(secret => answer.Body.Contains(secret, StringComparison.OrdinalIgnoreCase)) is { } told)
            return $"the body repeats {told}";
        if (request.Method == "HEAD" || IsNoHttp(request, answer))
            return null;
        if (answer.MediaType != "application/problem+json" || answer.Json is not { } problem)
            return $"it is no problem but {answer.MediaType}";
        if (answer.Code is not { Length: > 0 } code)
            return "it has no code";
        if ((int?)problem["status"] != answer.Number || (string?)problem["type"] != $"urn:sentinel:{code}")
            return "status or type are another's";
        if (problem["errors"] is JsonArray errors && (errors.Count > 50 || errors.Any(error => !IsFault(error))))
            return "its errors are none";
        var documented =
            call.Documents(answer.Number, code)
            || (
                request.IsElsewhere
                && (contract.Documents(answer.Number, code) || (answer.Number, code) is (404, "not_found") or (405, "method_not_allowed"))
            );
        return documented ? null : $"{answer.Number} {code} is not documented";
    }

    /// <summary>
    /// An address that the web server cannot decode never reaches the API, so the answer has neither its headers nor a body.
    /// </summary>
    private static bool IsNoHttp(WireRequest request, Answer answer) =>
        request.IsElsewhere && answer is { Number: 400, Body.Length: 0 } && !answer.Headers.Contains("X-Content-Type-Options");

    private static bool IsFault(JsonNode? error) =>
        error is JsonObject && error["path"]?.GetValueKind() == JsonValueKind.String && (string?)error["message"] is { Length: > 0 };

    /// <summary>Types, stack frames, libraries and files, which no answer may expose.</summary>
    [GeneratedRegex(
        "System\\.|Sentinel\\.[A-Z]|Microsoft\\.|Npgsql|Sqlite|StackExchange|Hangfire|Exception|BytePositionInLine|LineNumber|\\bat "
            + "[A-Z]\\w+\\.|\\.cs\\b|\\.dll|/tmp/|/root/|/home/|/usr/|/src/"
    )]
    private static partial Regex Insides();
}

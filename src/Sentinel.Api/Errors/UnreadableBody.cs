using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Sentinel.Api.Contracts;

namespace Sentinel.Api.Errors;

/// <summary>Answers 400 for a body or query that does not bind. Names the first error and its path, and none of our types.</summary>
internal static partial class UnreadableBody
{
    public static IActionResult Answer(ActionContext context)
    {
        var faults = context.ModelState.Where(pair => pair.Value?.ValidationState == ModelValidationState.Invalid).ToList();
        // A body that does not bind is reported twice: as a missing argument, and by its JSON path, which is more precise.
        var (key, entry) = faults.Find(pair => pair.Key.StartsWith('$')) is { Key: not null } inBody ? inBody : faults[0];
        if (UnknownMember().Match(entry!.Errors[0].ErrorMessage) is { Success: true } unknown)
            return Of(PathOf(key, unknown.Groups[1].Value), "is no member of this body");
        var path = key.StartsWith("$.", StringComparison.Ordinal) ? key[2..] : IsBody(context, key) ? "" : key.TrimStart('$');
        var message = entry.Errors[0].Exception is JsonException || key.StartsWith('$')
            ? "is malformed JSON, or not of the documented type"
            : path.Length == 0 ? "must be a JSON object" : "is missing or not of the documented type";
        return Of(path, message);
    }

    /// <summary>The answer to invalid JSON, with the path and member that the reader reports.</summary>
    public static IActionResult Of(JsonException fault)
    {
        var path = fault.Path is { Length: > 2 } inBody ? inBody[2..] : "";
        return Of(
            path.Length > 0 && EventMember().IsMatch(fault.Message) ? $"{path}.{fault.Message}" : path,
            "is malformed JSON, or not of the documented type"
        );
    }

    public static IActionResult Empty() => Of("", "must be a JSON object");

    public static IActionResult Of(string path, string message)
    {
        var problem = new Problems(400, "malformed_request", "Malformed request", path.Length == 0
            ? $"The body {message}."
            : $"{path} {message}.").ToDetails();
        problem.Extensions["errors"] = new[] { new FieldError(path, message) };
        return new ProblemResult(problem);
    }

    /// <summary>
    /// The serializer's path ends with the member (in brackets if its name is unusual), or with the object that contains it.
    /// </summary>
    private static string PathOf(string key, string member)
    {
        var path = key.TrimStart('$').TrimStart('.');
        var ends = new[] { $"['{member}']", $".{member}" };
        var end = ends.FirstOrDefault(one => path.EndsWith(one, StringComparison.Ordinal)) ?? (path == member ? path : "");
        var owner = path[..^end.Length];
        return owner.Length == 0 ? member : $"{owner}.{member}";
    }

    [GeneratedRegex("^The JSON property '(.{1,64}?)' could not be mapped")]
    private static partial Regex UnknownMember();

    [GeneratedRegex("^[a-z]{1,5}$")]
    private static partial Regex EventMember();

    private static bool IsBody(ActionContext context, string key) =>
        context.ActionDescriptor.Parameters.Any(parameter =>
            parameter.Name == key && parameter.BindingInfo?.BindingSource == BindingSource.Body
        );
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Sentinel.Api.Contracts;

namespace Sentinel.Api.Errors;

/// <summary>A body or query that does not bind: 400, naming the first fault and its path, and nothing about our types.</summary>
internal static partial class UnreadableBody
{
    public static IActionResult Answer(ActionContext context)
    {
        var faults = context.ModelState.Where(pair => pair.Value?.ValidationState == ModelValidationState.Invalid).ToList();
        // A body that does not bind is reported twice: as an argument that is missing, and by its JSON path, which says more.
        var (key, entry) = faults.Find(pair => pair.Key.StartsWith('$')) is { Key: not null } inBody ? inBody : faults[0];
        if (UnknownMember().Match(entry!.Errors[0].ErrorMessage) is { Success: true } unknown)
            return Of(PathOf(key, unknown.Groups[1].Value), "is no member of this body");
        var path = key.StartsWith("$.", StringComparison.Ordinal) ? key[2..] : IsBody(context, key) ? "" : key.TrimStart('$');
        var message = entry.Errors[0].Exception is JsonException || key.StartsWith('$')
            ? "is malformed JSON, or not of the documented type"
            : path.Length == 0 ? "must be a JSON object" : "is missing or not of the documented type";
        return Of(path, message);
    }

    /// <summary>What a body's JSON is not; the path and the member are the reader's.</summary>
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

    /// <summary>The serializer's path ends with the member, in brackets where its name is odd, or with the object that it is in.</summary>
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

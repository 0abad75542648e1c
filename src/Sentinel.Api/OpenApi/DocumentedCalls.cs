using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Sentinel.Api.Errors;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Sentinel.Api.OpenApi;

/// <summary>Adds to every operation its examples and the errors of its <see cref="FailsAttribute"/>, each with an example.</summary>
internal sealed class DocumentedCalls : IOperationFilter
{
    /// <summary>Errors of every call with a key.</summary>
    private static readonly FailsAttribute[] OfKeys =
    [
        new(401, "key_expired"),
        new(401, "key_revoked"),
        new(429, "too_many_requests"),
        new(503, "keys_unavailable"),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var name = context.MethodInfo.Name;
        operation.OperationId = name;
        if (context.MethodInfo.GetCustomAttribute<ReadsAttribute>() is { } reads)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/json"] = new OpenApiMediaType
                    {
                        Schema = context.SchemaGenerator.GenerateSchema(reads.Body, context.SchemaRepository),
                    },
                },
            };
        }

        if (Examples.Requests.TryGetValue(name, out var request) && operation.RequestBody?.Content is { } bodies)
        {
            foreach (var type in bodies.Keys.Where(type => type != "application/json").ToArray())
                bodies.Remove(type);
            SetExample(bodies["application/json"], request);
        }

        foreach (var response in operation.Responses ?? [])
        {
            if (
                Examples.Answers.TryGetValue(name, out var answer)
                && response.Value.Content?.TryGetValue("application/json", out var media) == true
            )
                SetExample(media, answer);
            if (Examples.Texts.TryGetValue(name, out var texts) && response.Value.Content is { } content) SetTexts(content, texts);
        }

        var schema = context.SchemaGenerator.GenerateSchema(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), context.SchemaRepository);
        foreach (var failures in context.MethodInfo.GetCustomAttributes<FailsAttribute>().Concat(OfKeys).GroupBy(fails => fails.Status))
        {
            operation.Responses ??= [];
            operation.Responses[failures.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(", ", failures.Select(fails => $"`{fails.Code}`")),
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [Problems.MediaType] = new OpenApiMediaType
                    {
                        Schema = schema,
                        Examples = failures.ToDictionary(
                            fails => fails.Code,
                            IOpenApiExample (fails) => new OpenApiExample { Value = Example(fails) }
                        ),
                    },
                },
            };
        }

        var authorize = context.MethodInfo.GetCustomAttribute<AuthorizeAttribute>()
            ?? context.MethodInfo.DeclaringType!.GetCustomAttribute<AuthorizeAttribute>();
        var policy = authorize?.Policy;
        operation.Description = $"{operation.Description}\n\nScope: `{policy}`.".Trim();
    }

    private static void SetExample(IOpenApiMediaType media, string json)
    {
        if (media is OpenApiMediaType concrete)
            concrete.Example = JsonNode.Parse(json);
    }

    /// <summary>Replaces the media types of all controllers with those that the call answers.</summary>
    private static void SetTexts(IDictionary<string, IOpenApiMediaType> content, IReadOnlyDictionary<string, string> texts)
    {
        var schema = content.Values.First().Schema;
        content.Clear();
        foreach (var (type, text) in texts) content[type] = new OpenApiMediaType { Schema = schema, Example = JsonValue.Create(text) };
    }

    private static JsonObject Example(FailsAttribute fails)
    {
        var problem = new JsonObject
        {
            ["type"] = $"urn:sentinel:{fails.Code}",
            ["title"] = char.ToUpperInvariant(fails.Code[0]) + fails.Code[1..].Replace('_', ' '),
            ["status"] = fails.Status,
            ["code"] = fails.Code,
        };
        if (fails.Status is 400 or 422)
            problem["errors"] = new JsonArray(
                new JsonObject { ["path"] = "keys[3].down", ["message"] = "must be client milliseconds within ±24 h of sentAt" }
            );
        return problem;
    }
}

using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Sentinel.Application.Results;
using Sentinel.Api.Json;
using Sentinel.Domain.Telemetry;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Sentinel.Api.OpenApi;

/// <summary>Enums as their words on the wire, without members that mean "unknown" or "none".</summary>
internal sealed class WireEnums : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (!context.Type.IsEnum || schema is not OpenApiSchema concrete)
            return;
        var names =
            context.Type == typeof(KeyCode)
                ? KeyCodeConverter.Names
                : Enum.GetNames(context.Type)
                    .Where(name => name is not ("Unknown" or "Pending" or "None"))
                    .Select(WireWord.Word);
        concrete.Type = JsonSchemaType.String;
        concrete.Format = null;
        concrete.Enum = [.. names.Select(name => (JsonNode)JsonValue.Create(name)!)];
    }
}

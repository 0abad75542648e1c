using Microsoft.OpenApi;
using Sentinel.Application.Batches;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Sentinel.Api.OpenApi;

/// <summary>Allows unknown members in a batch and in its events. No other body allows them.</summary>
internal sealed class TolerantBodies : ISchemaFilter
{
    private static readonly Type[] Types = [typeof(BatchInput), typeof(KeyInput), typeof(PointerInput), typeof(SignalInput)];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (Types.Contains(context.Type) && schema is OpenApiSchema concrete)
            concrete.AdditionalPropertiesAllowed = true;
    }
}

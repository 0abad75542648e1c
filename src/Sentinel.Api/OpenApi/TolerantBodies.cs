using Microsoft.OpenApi;
using Sentinel.Application.Batches;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Sentinel.Api.OpenApi;

/// <summary>A batch may have members that this version does not know, and so may its events; no other body may.</summary>
internal sealed class TolerantBodies : ISchemaFilter
{
    private static readonly Type[] Types = [typeof(BatchInput), typeof(KeyInput), typeof(PointerInput), typeof(SignalInput)];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (Types.Contains(context.Type) && schema is OpenApiSchema concrete)
            concrete.AdditionalPropertiesAllowed = true;
    }
}

using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Sentinel.Api.Contracts;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Sentinel.Api.OpenApi;

/// <summary>
/// Answers say which members are always there and which may be null, so that clients made from the document need not guess. The code's
/// nullable annotations decide.
/// </summary>
internal sealed class AnswerSchemas : ISchemaFilter
{
    private static readonly NullabilityInfoContext Nullability = new();

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        var type = context.Type;
        if (type.Namespace != typeof(AuditItem).Namespace || type.Name.EndsWith("Body", StringComparison.Ordinal)) return;
        if (schema is not OpenApiSchema { Properties: { } members } concrete) return;
        concrete.Required ??= new HashSet<string>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (!members.TryGetValue(name, out var member)) continue;
            if (property.GetCustomAttribute<JsonIgnoreAttribute>() is null) concrete.Required.Add(name);
            members[name] = With(member, MayBeNull(property));
        }
    }

    private static IOpenApiSchema With(IOpenApiSchema member, bool mayBeNull)
    {
        if (member is OpenApiSchema inline)
        {
            inline.Type = mayBeNull ? inline.Type | JsonSchemaType.Null : inline.Type & ~JsonSchemaType.Null;
            return inline;
        }

        return mayBeNull ? new OpenApiSchema { AllOf = [member], Type = JsonSchemaType.Null } : member;
    }

    private static bool MayBeNull(PropertyInfo property)
    {
        // The context caches without a lock.
        lock (Nullability) return Nullability.Create(property).ReadState == NullabilityState.Nullable;
    }
}

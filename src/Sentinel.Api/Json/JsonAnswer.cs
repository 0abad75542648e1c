using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Sentinel.Api.Json;

/// <summary>A 200 of a known type, written without MVC's choice of a formatter.</summary>
internal sealed class JsonAnswer<T>(T value, JsonTypeInfo<T> type) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(response.BodyWriter, value, type, context.HttpContext.RequestAborted);
    }
}

using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sentinel.Api.Hosting;

/// <summary>Health as JSON: the status of each part, without secrets.</summary>
internal static class HealthAnswer
{
    public static Task Write(HttpContext context, HealthReport report)
    {
        var parts = new JsonObject();
        foreach (var (name, entry) in report.Entries)
            parts[name] = new JsonObject { ["status"] = entry.Status.ToString(), ["detail"] = entry.Description };
        var answer = new JsonObject { ["status"] = report.Status.ToString(), ["parts"] = parts };
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString());
    }
}

using Swashbuckle.AspNetCore.SwaggerUI;

namespace Sentinel.Api.OpenApi;

/// <summary>Swagger's page: its title, document, script and colors.</summary>
internal static class SwaggerPage
{
    /// <summary>In light mode, Swagger's own badges and links have less contrast than WCAG AA asks.</summary>
    private const string ReadableColors = """
        <style>
          html:not(.dark-mode) .swagger-ui {
            .info .title small, .info .title small.version-stamp { background: #53585f }
            .info a, .info .link .url { color: #1b5fae }
            .btn.authorize { color: #12714a; border-color: #12714a; svg { fill: #12714a } }
            .opblock-get .opblock-summary-method { background: #1b5fae }
            .opblock-post .opblock-summary-method { background: #12714a }
            .opblock-put .opblock-summary-method { background: #8a5200 }
            .opblock-delete .opblock-summary-method { background: #b3261e }
          }
        </style>
        """;

    public static void Describe(SwaggerUIOptions ui)
    {
        ui.SwaggerEndpoint("/swagger/v1/swagger.json", "Sentinel v1");
        ui.DocumentTitle = "Sentinel API";
        ui.EnableTryItOutByDefault();
        ui.HeadContent = ReadableColors;
        // Adds itself to the head's content.
        ui.InjectJavascript(SwaggerCalls.Path);
    }
}

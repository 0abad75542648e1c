using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sentinel.Client;

/// <summary>
/// <c>&lt;sentinel-script /&gt;</c>: loads the browser SDK for the signed-in user's session; nothing where nobody is signed in. Add
/// <c>@addTagHelper *, Sentinel.Client</c> to <c>_ViewImports.cshtml</c>, and put the tag in your layout.
/// </summary>
public sealed class SentinelScriptTagHelper : TagHelper
{
    private readonly SentinelOptions options;
    private readonly SiteCheck site;

    /// <param name="services">The site's services.</param>
    public SentinelScriptTagHelper(IServiceProvider services)
    {
        options = services.GetRequiredService<IOptions<SentinelOptions>>().Value;
        site = services.GetRequiredService<SiteCheck>();
    }

    /// <summary>Set by the view.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var http = ViewContext.HttpContext;
        if (SiteSession.Of(http) is not { } kept)
        {
            output.SuppressOutput();
            return;
        }

        var sentinel = (options.BrowserEndpoint ?? options.Endpoint)!.AbsoluteUri.TrimEnd('/');
        output.TagName = "script";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute(new TagHelperAttribute("async"));
        output.Attributes.SetAttribute("src", $"{sentinel}/sdk/sentinel.js");
        output.Attributes.SetAttribute("data-endpoint", sentinel);
        if (site.Renews())
            output.Attributes.SetAttribute("data-renew", $"{http.Request.PathBase}{SentinelEndpoints.Renewal}");
        if (kept.Usable is not ({ } session, { } token))
            return;
        output.Attributes.SetAttribute("data-session", session);
        output.Attributes.SetAttribute("data-token", token);
    }
}

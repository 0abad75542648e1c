using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;

namespace Sentinel.Client;

/// <summary>
/// <c>&lt;sentinel-passkey&gt;Use a passkey&lt;/sentinel-passkey&gt;</c> on the page that <see cref="SentinelOptions.StepUpPath"/> names:
/// a button that passes the challenge with a passkey, and then loads the page that the user came from. Nothing for a user without passkeys,
/// in a browser that knows none, and while Sentinel is away. The page's other step-up stays beside it. Your attributes, such as a class,
/// become the button's; <c>data-failed</c> and <c>data-unavailable</c> are what is said when a passkey is not accepted, and when nothing
/// could be kept.
/// </summary>
/// <param name="services">The services of the request.</param>
public sealed class SentinelPasskeyTagHelper(IServiceProvider services) : TagHelper
{
    /// <summary>Set by the view.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var http = ViewContext.HttpContext;
        if (!Guid.TryParse(http.Request.Query[StepUp.ChallengeName], out var challenge)
            || services.GetService<IPasskeys>() is not { } passkeys
            || !await passkeys.HasAny(http).ConfigureAwait(false))
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "button";
        output.Attributes.SetAttribute("type", "button");
        output.Attributes.SetAttribute("data-sentinel-challenge", challenge);
        output.Attributes.SetAttribute("data-back", ReturnAddress.Checked(http.Request.Query[ReturnAddress.Name], http.Request));
        output.Attributes.SetAttribute(new TagHelperAttribute("hidden"));
        var script = $"{http.Request.PathBase}{SentinelEndpoints.Prefix}{PasskeyEndpoints.Script}";
        output.PostElement.AppendHtml("<span role=\"status\"></span><script defer src=\"").Append(script).AppendHtml("\"></script>");
    }
}

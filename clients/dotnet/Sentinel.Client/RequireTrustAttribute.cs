using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Sentinel.Client;

/// <summary>
/// Asks Sentinel before an action of a controller, or before a handler of a Razor page that changes something (any but GET and HEAD). The
/// answer to a refused action is that of <c>RequireTrust</c> on endpoints. It works on a controller, its actions and the class of a page.
/// On a minimal API or a hub it stops the site at its start.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireTrustAttribute : Attribute, IAsyncActionFilter, IAsyncPageFilter
{
    private readonly Sensitivity sensitivity;
    private readonly string action;
    private Decision? whenUnavailable;

    /// <param name="sensitivity">How much the action could cost.</param>
    /// <param name="action">Its name in Sentinel's audit, 1–64 of <c>[A-Za-z0-9._:-]</c>.</param>
    /// <exception cref="ArgumentException">Sentinel does not accept this name of an action.</exception>
    public RequireTrustAttribute(Sensitivity sensitivity, string action)
    {
        ActionName.Check(action);
        (this.sensitivity, this.action) = (sensitivity, action);
    }

    /// <summary>The decision if the result is unknown; if not set, <see cref="SentinelOptions.WhenUnavailable"/>.</summary>
    public Decision WhenUnavailable
    {
        get => whenUnavailable ?? Decision.Challenge;
        set => whenUnavailable = value;
    }

    Task IAsyncActionFilter.OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next) =>
        Ask(context, result => context.Result = result, () => next());

    Task IAsyncPageFilter.OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    Task IAsyncPageFilter.OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) =>
        HttpMethods.IsGet(context.HttpContext.Request.Method) || HttpMethods.IsHead(context.HttpContext.Request.Method)
            ? next()
            : Ask(context, result => context.Result = result, () => next());

    private async Task Ask(FilterContext context, Action<IActionResult> refuse, Func<Task> run)
    {
        if (await TrustGate.Ask(context.HttpContext, sensitivity, action, whenUnavailable).ConfigureAwait(false) is { } refusal)
            refuse(new Refused(refusal));
        else
            await run().ConfigureAwait(false);
    }

    private sealed class Refused(IResult refusal) : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context) => refusal.ExecuteAsync(context.HttpContext);
    }
}

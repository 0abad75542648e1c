using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Sentinel.Application.Access;
using Sentinel.Domain.Sessions;

namespace Sentinel.Api.Authentication;

/// <summary>Names of schemes and policies, and how a principal carries its <see cref="Caller"/>.</summary>
public static class Credentials
{
    public const string Bearer = "Bearer";
    public const string Cookie = "Cookie";
    public const string Oidc = "Oidc";

    /// <summary>The default scheme. One credential decides: that of the header if there is one, otherwise the cookie.</summary>
    public const string Either = "Either";

    /// <summary>An ingest token, or a key with INGEST or SERVER.</summary>
    public const string IngestPolicy = "ingest";

    /// <summary>A tenant's back end.</summary>
    public const string ServerPolicy = "server";

    /// <summary>The installation's metrics.</summary>
    public const string MetricsPolicy = "metrics or operator";

    /// <summary>
    /// Swagger and jobs: operators, and administrators of any tenant. Administrators only read what belongs to the installation.
    /// </summary>
    public const string PagesPolicy = "admin or operator";

    /// <summary>The scopes that open a page: the console, Swagger or Hangfire's dashboard.</summary>
    internal const Scopes Pages = Analysts | Scopes.Operator;

    /// <summary>The scopes that open the console.</summary>
    internal const Scopes Analysts = Scopes.Admin | Scopes.Analyst;

    /// <summary>An administrator's key or cookie.</summary>
    public const string AdminPolicy = "admin";

    /// <summary>Who reads about a tenant's decisions and users: analysts and administrators.</summary>
    public const string AnalystPolicy = "analyst or admin";

    /// <summary>A tenant's back end, or an analyst or administrator.</summary>
    public const string AnyKeyPolicy = "analyst, admin or server";

    /// <summary>A tenant's back end, or an administrator.</summary>
    public const string ServerOrAdminPolicy = "admin or server";

    /// <summary>The id of the key that a cookie was made from, or of the person who signed in.</summary>
    internal const string KeyClaim = "key";

    /// <summary>Marks the cookie of a person, and says by which settings the person signed in.</summary>
    internal const string PersonClaim = "person";

    internal const string CookieName = "sentinel";

    private const string TenantClaim = "tenant";
    private const string ScopesClaim = "scopes";

    /// <summary>The caller of an authenticated request.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.User is CallerPrincipal bearer
            ? bearer.Caller
            : new(
                TenantId.Parse(
                    context.User.FindFirstValue(TenantClaim)
                        ?? throw new InvalidOperationException("No tenant on an authenticated request.")
                ),
                ScopesOf(context.User)
            )
            {
                Key = Guid.TryParse(context.User.FindFirstValue(KeyClaim), out var key) ? key : null,
                IsPerson = context.User.HasClaim(claim => claim.Type == PersonClaim),
            };

    /// <summary>The scheme that authenticates and answers a request.</summary>
    internal static string SchemeOf(HttpContext context)
    {
        var pageVisit = !context.Request.Path.StartsWithSegments("/api");
        return context.Request.Headers.Authorization.Count == 0 && (pageVisit || context.Request.Cookies.ContainsKey(CookieName))
            ? Cookie
            : Bearer;
    }

    internal static ClaimsPrincipal Principal(Caller caller, string scheme) =>
        new(
            new ClaimsIdentity(
                [
                    new(TenantClaim, caller.Tenant.Value),
                    new(ScopesClaim, ((int)caller.Scopes).ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ],
                scheme
            )
        );

    internal static void AddPolicies(AuthorizationOptions options)
    {
        Add(IngestPolicy, Scopes.Ingest | Scopes.Server);
        Add(ServerPolicy, Scopes.Server);
        Add(AdminPolicy, Scopes.Admin);
        Add(AnalystPolicy, Analysts);
        Add(MetricsPolicy, Scopes.Operator | Scopes.Metrics);
        Add(PagesPolicy, Scopes.Admin | Scopes.Operator);
        Add(ServerOrAdminPolicy, Scopes.Admin | Scopes.Server);
        Add(AnyKeyPolicy, Scopes.Admin | Scopes.Analyst | Scopes.Server);
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(context => !IsRoute(context.Resource)).Build();

        void Add(string name, Scopes any) => options.AddPolicy(name, policy => policy
            .RequireAuthenticatedUser()
            .RequireAssertion(context => (ScopesOf(context.User) & any) != 0));
    }

    /// <summary>Routes without a policy are closed. What routing itself answers, such as 404 and 405, is not a route.</summary>
    private static bool IsRoute(object? resource) => (resource as HttpContext)?.GetEndpoint() is RouteEndpoint;

    private static Scopes ScopesOf(ClaimsPrincipal principal) => principal is CallerPrincipal bearer ? bearer.Caller.Scopes :
        int.TryParse(principal.FindFirstValue(ScopesClaim), out var scopes) ? (Scopes)scopes : Scopes.None;
}

/// <summary>A principal that was created from a credential of this request.</summary>
internal sealed class CallerPrincipal(Caller caller) : ClaimsPrincipal(Authenticated)
{
    /// <summary>Antiforgery binds its tokens to a claim.</summary>
    private static readonly ClaimsIdentity Authenticated = new([new("credential", "bearer")], Credentials.Bearer);

    public Caller Caller => caller;
}

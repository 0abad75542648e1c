using System.Security.Claims;
using Bank;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Sentinel.Client;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorPages(pages =>
{
    pages.Conventions.AuthorizeFolder("/");
    pages.Conventions.AllowAnonymousToPage("/LogIn");
});
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie(cookie => cookie.LoginPath = "/LogIn")
    .AddCookie(IdentityConstants.TwoFactorUserIdScheme);
builder.Services.AddSingleton<Accounts>().AddSingleton<OneTimeCodes>().AddSingleton<IUserStore<Customer>, Customers>();
builder.Services.AddIdentityCore<Customer>(identity => identity.ClaimsIdentity.UserIdClaimType = ClaimTypes.Name).AddSignInManager();
builder.Services.AddSentinel(options => (options.StepUpPath, options.BlockedPath) = ("/StepUp", "/Blocked"))
    .AddPasskeyStepUp<Customer>();

var app = builder.Build();
app.UseStaticFiles();
app.Use((context, next) =>
{
    context.Response.Headers.ContentSecurityPolicy =
        $"default-src 'self' {app.Configuration["Sentinel:Endpoint"]}; frame-ancestors 'none'";
    return next(context);
});
app.UseAuthentication();
app.UseAuthorization();
app.MapRazorPages();
app.MapSentinel();
app.Run();

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sentinel.Client;

namespace Bank.Pages;

public sealed class LogInModel(Accounts accounts, SentinelClient sentinel) : PageModel
{
    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    public async Task<IActionResult> OnPostAsync(string? returnUrl)
    {
        if (!accounts.Knows(Name, Password))
        {
            ModelState.AddModelError("", "The name or the password is wrong. Passwords have at least eight characters.");
            return Page();
        }

        var identity = new ClaimsIdentity([new(ClaimTypes.Name, Name)], CookieAuthenticationDefaults.AuthenticationScheme);
        await sentinel.OpenSessionAsync(HttpContext, userId: Name);
        await HttpContext.SignInAsync(new ClaimsPrincipal(identity));
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}

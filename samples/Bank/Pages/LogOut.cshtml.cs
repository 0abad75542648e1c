using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sentinel.Client;

namespace Bank.Pages;

public sealed class LogOutModel(SentinelClient sentinel) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        await sentinel.EndSessionAsync(HttpContext);
        await HttpContext.SignOutAsync();
        return LocalRedirect("/LogIn");
    }
}

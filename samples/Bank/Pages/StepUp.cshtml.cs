using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sentinel.Client;

namespace Bank.Pages;

public sealed class StepUpModel(OneTimeCodes codes, SentinelClient sentinel) : PageModel
{
    public void OnGet() => codes.Send(User.Identity!.Name!);

    public async Task<IActionResult> OnPostAsync(string code)
    {
        var passed = codes.Check(User.Identity!.Name!, code);
        var back = await sentinel.ReportStepUpAsync(HttpContext, passed, method: "otp");
        if (passed)
            return LocalRedirect(back);
        ModelState.AddModelError("", "That was not the code. We sent you a new one.");
        codes.Send(User.Identity!.Name!);
        return Page();
    }
}

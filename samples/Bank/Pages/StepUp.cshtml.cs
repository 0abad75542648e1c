using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sentinel.Client;

namespace Bank.Pages;

public sealed class StepUpModel(OneTimeCodes codes, SentinelClient sentinel) : PageModel
{
    /// <summary>Where the customer came from, after a wrong code.</summary>
    public string? Back { get; private set; }

    public void OnGet() => codes.Send(User.Identity!.Name!);

    public async Task<IActionResult> OnPostAsync(string code)
    {
        var passed = codes.Check(User.Identity!.Name!, code);
        var back = await sentinel.ReportStepUpAsync(HttpContext, passed, method: "otp");
        if (passed)
            return LocalRedirect(back);
        Back = back;
        return Page();
    }
}

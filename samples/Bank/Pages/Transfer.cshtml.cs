using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sentinel.Client;

namespace Bank.Pages;

[RequireTrust(Sensitivity.High, "transfer")]
public sealed class TransferModel(Accounts accounts) : PageModel
{
    [BindProperty]
    public string To { get; set; } = "";

    [BindProperty]
    public decimal Euro { get; set; }

    public bool Sent { get; private set; }

    public void OnPost()
    {
        Sent = ModelState.IsValid && accounts.Send(User.Identity!.Name!, Euro);
        if (!Sent)
            ModelState.AddModelError("", "There is not enough money for that.");
    }
}

using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sentinel.Client;

namespace Bank.Pages;

[RequireTrust(Sensitivity.High, "add_passkey")]
public sealed class PasskeyModel(SignInManager<Customer> signIn) : PageModel
{
    /// <summary>What the page's script asks the browser for.</summary>
    public string? Options { get; private set; }

    public bool Added { get; private set; }

    public async Task OnPostAsync()
    {
        var name = User.Identity!.Name!;
        Options = await signIn.MakePasskeyCreationOptionsAsync(new() { Id = name, Name = name, DisplayName = name });
    }

    public async Task OnPostAddAsync([FromForm] string credential)
    {
        var made = await signIn.PerformPasskeyAttestationAsync(credential);
        Added = made.Succeeded
            && await signIn.UserManager.GetUserAsync(User) is { } customer
            && made.UserEntity.Id == customer.Name
            && (await signIn.UserManager.AddOrUpdatePasskeyAsync(customer, made.Passkey)).Succeeded;
        if (!Added)
            ModelState.AddModelError("", "That was no passkey. Try again.");
    }
}

using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Sentinel.Api.Demo;

/// <summary>
/// Adds a customer's passkey. A demo's account is as new as its log-in, so the first passkey is part of opening it. There is no second one:
/// a real site asks for a HIGH action's trust before it adds a passkey to an account.
/// </summary>
internal static class DemoPasskeys
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static void AddDemoPasskeys(this IServiceCollection services)
    {
        services.AddSingleton<IUserStore<DemoCustomer>, DemoCustomers>();
        services.AddIdentityCore<DemoCustomer>();
        services.AddScoped<IPasskeyHandler<DemoCustomer>, PasskeyHandler<DemoCustomer>>();
    }

    public static void MapDemoPasskeys(this RouteGroupBuilder demo)
    {
        demo.MapPost("/passkeys/options", Ask);
        demo.MapPost("/passkeys", Add);
    }

    /// <summary>Who is logged in, as Identity reads it.</summary>
    public static ClaimsPrincipal Principal(string session) => new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, session)], "demo"));

    private static async Task<IResult> Ask(
        HttpContext context,
        UserManager<DemoCustomer> customers,
        IPasskeyHandler<DemoCustomer> handler
    )
    {
        if (await customers.GetUserAsync(context.User) is not { } customer)
            return Results.Unauthorized();
        var asked = await handler.MakeCreationOptionsAsync(
            new() { Id = customer.Session, Name = "demo", DisplayName = "Demo Bank" },
            context);
        return Results.Ok(new
        {
            options = JsonElement.Parse(asked.CreationOptionsJson),
            state = Protector(context).Protect(asked.AttestationState!, Lifetime),
        });
    }

    private static async Task<IResult> Add(
        HttpContext context,
        NewPasskeyBody body,
        UserManager<DemoCustomer> customers,
        IPasskeyHandler<DemoCustomer> handler
    )
    {
        if (await customers.GetUserAsync(context.User) is not { } customer)
            return Results.Unauthorized();
        if (!customer.Passkeys.IsEmpty || StateOf(context, body) is not { } state)
            return Results.Conflict();
        var made = await handler.PerformAttestationAsync(new()
        {
            HttpContext = context,
            CredentialJson = body.Credential.GetRawText(),
            AttestationState = state,
        });
        if (!made.Succeeded || made.UserEntity.Id != customer.Session)
            return Results.BadRequest();
        await customers.AddOrUpdatePasskeyAsync(customer, made.Passkey);
        return Results.Ok(new { added = true });
    }

    private static string? StateOf(HttpContext context, NewPasskeyBody body)
    {
        try
        {
            return body is { State: { } state, Credential.ValueKind: JsonValueKind.Object } ? Protector(context).Unprotect(state) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static ITimeLimitedDataProtector Protector(HttpContext context) =>
        context
            .RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("Sentinel.Demo.Passkey")
            .ToTimeLimitedDataProtector();

    private sealed record NewPasskeyBody(string? State, JsonElement Credential);
}

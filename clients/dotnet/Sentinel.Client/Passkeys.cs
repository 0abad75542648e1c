using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sentinel.Client;

/// <summary>The passkeys of the site's users, whatever the type of a user is.</summary>
internal interface IPasskeys
{
    /// <exception cref="InvalidOperationException">The site's store of users keeps no passkeys.</exception>
    void Check();

    /// <summary>The id at Identity of the user who is logged in.</summary>
    string? UserOf(HttpContext context);

    /// <summary>Whether the user who is logged in has a passkey.</summary>
    Task<bool> HasAny(HttpContext context);

    /// <summary>What the browser asks an authenticator for; null if nobody is logged in, or the user has no passkey.</summary>
    Task<PasskeyRequest?> Ask(HttpContext context);

    /// <summary>
    /// Whether a passkey of the user who is logged in answered the request that this user made; null if that could not be stored, so that
    /// it counts neither way.
    /// </summary>
    Task<bool?> Answers(HttpContext context, PasskeyTicket ticket, string credential);
}

/// <param name="User">The user's id at Identity.</param>
/// <param name="Options">Of <c>navigator.credentials.get</c>, as JSON.</param>
/// <param name="State">What the answer is checked against. It stays at the site, or leaves it only protected.</param>
internal sealed record PasskeyRequest(string User, string Options, string State);

/// <summary>Those of ASP.NET Core Identity. A step-up always verifies the person, also where the site's log-in does not.</summary>
internal sealed partial class Passkeys<TUser>(
    UserManager<TUser> users,
    IOptionsFactory<IdentityPasskeyOptions> options,
    ILogger<SentinelClient> logger
) : IPasskeys
    where TUser : class
{
    public void Check()
    {
        if (!users.SupportsUserPasskey)
            throw new InvalidOperationException(
                $"AddPasskeyStepUp<{typeof(TUser).Name}>() needs a store that is an IUserPasskeyStore<{typeof(TUser).Name}>.");
    }

    public string? UserOf(HttpContext context) => users.GetUserId(context.User);

    public async Task<bool> HasAny(HttpContext context) => await Owner(context).ConfigureAwait(false) is not null;

    public async Task<PasskeyRequest?> Ask(HttpContext context)
    {
        if (await Owner(context).ConfigureAwait(false) is not { } user)
            return null;
        var asked = await Handler().MakeRequestOptionsAsync(user, context).ConfigureAwait(false);
        return new(await users.GetUserIdAsync(user).ConfigureAwait(false), asked.RequestOptionsJson, asked.AssertionState!);
    }

    public async Task<bool?> Answers(HttpContext context, PasskeyTicket ticket, string credential)
    {
        var answer = await Handler().PerformAssertionAsync(new()
        {
            HttpContext = context,
            CredentialJson = credential,
            AssertionState = ticket.State,
        }).ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            LogRefused(answer.Failure.Message);
            return false;
        }

        // The counter of signatures, which finds a copied authenticator.
        var stored = await users.AddOrUpdatePasskeyAsync(answer.User, answer.Passkey).ConfigureAwait(false);
        return stored.Succeeded ? true : null;
    }

    /// <summary>The user who is logged in, if they have a passkey.</summary>
    private async Task<TUser?> Owner(HttpContext context) =>
        await users.GetUserAsync(context.User).ConfigureAwait(false) is { } user
        && (await users.GetPasskeysAsync(user).ConfigureAwait(false)).Count > 0
            ? user
            : null;

    private PasskeyHandler<TUser> Handler()
    {
        var strict = options.Create(Options.DefaultName);
        strict.UserVerificationRequirement = "required";
        return new(users, Options.Create(strict));
    }

    [LoggerMessage(LogLevel.Debug, "A passkey did not pass a step-up: {Why}")]
    private partial void LogRefused(string why);
}

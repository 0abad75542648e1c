using Microsoft.Extensions.DependencyInjection;
using Sentinel.Client;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the step-up with a passkey.</summary>
public static class PasskeyRegistration
{
    /// <summary>
    /// Lets users who have a passkey of ASP.NET Core Identity pass challenges with it. <c>MapSentinel</c> then maps what
    /// <c>&lt;sentinel-passkey&gt;</c> on the step-up page, or <c>SentinelPasskey.stepUp</c> in a script, asks for. The person is always
    /// verified, by a PIN or a fingerprint, whatever <c>IdentityPasskeyOptions</c> says for the log-in. The site stops at its start if its
    /// store of users keeps no passkeys.
    /// </summary>
    /// <typeparam name="TUser">The user of the site's Identity, as in <c>AddIdentity</c> or <c>AddIdentityCore</c>.</typeparam>
    /// <param name="sentinel">What <c>AddSentinel</c> returned.</param>
    public static IHttpClientBuilder AddPasskeyStepUp<TUser>(this IHttpClientBuilder sentinel)
        where TUser : class
    {
        sentinel.Services.AddScoped<IPasskeys, Passkeys<TUser>>();
        return sentinel;
    }
}

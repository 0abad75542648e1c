using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sentinel.Client;

/// <summary>
/// One request for a passkey. The page holds it, protected, so that the site need not. It counts in its session, for its user and for its
/// challenge, whose one outcome at Sentinel makes it count once on all nodes of the site.
/// </summary>
/// <param name="Session">At Sentinel.</param>
/// <param name="Challenge">At Sentinel, of this session.</param>
/// <param name="User">The user's id at Identity.</param>
/// <param name="State">What the authenticator's answer is checked against.</param>
internal sealed record PasskeyTicket(string Session, Guid Challenge, string User, string State)
{
    /// <summary>As long as Identity lets the browser wait for an authenticator.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public string Protect(HttpContext context) => Protector(context).Protect(JsonSerializer.Serialize(this), Life);

    /// <summary>Null if it is not one of this site's, or too old.</summary>
    public static PasskeyTicket? Read(HttpContext context, string ticket)
    {
        try
        {
            return JsonSerializer.Deserialize<PasskeyTicket>(Protector(context).Unprotect(ticket));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ITimeLimitedDataProtector Protector(HttpContext context) =>
        context
            .RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("Sentinel.Client.Passkey")
            .ToTimeLimitedDataProtector();
}

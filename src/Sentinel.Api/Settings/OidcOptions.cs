using System.Security.Cryptography;
using System.Text;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Settings;

/// <summary>The section <c>Oidc</c>, read and checked once at the start: the provider at which people sign in for the pages.</summary>
public sealed record OidcOptions
{
    /// <summary><c>Oidc:Authority</c>: the provider's address.</summary>
    public required Uri Authority { get; init; }

    /// <summary><c>Oidc:ClientId</c>: this server's name at the provider.</summary>
    public required string ClientId { get; init; }

    /// <summary><c>Oidc:ClientSecretFile</c>; null for a public client, which has PKCE alone.</summary>
    internal string? ClientSecret { get; init; }

    /// <summary><c>Oidc:RoleClaim</c>: the claim of the ID token that lists a person's roles.</summary>
    public required string RoleClaim { get; init; }

    /// <summary><c>Oidc:AdminRole</c>: the role that gives ADMIN.</summary>
    public required string AdminRole { get; init; }

    /// <summary><c>Oidc:AnalystRole</c>: the role that gives ANALYST.</summary>
    public required string AnalystRole { get; init; }

    /// <summary><c>Oidc:Tenant</c>: whose data these people see.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>A hash of what decides who gets which scopes. A cookie names it, so that it ends with these settings.</summary>
    internal string Mark => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', Authority, ClientId, RoleClaim, AdminRole, AnalystRole, Tenant))));

    /// <summary>Null without <c>Oidc:Authority</c>: then only keys sign in.</summary>
    /// <exception cref="WrongSettingException">A setting is wrong; the message names it and the remedy.</exception>
    internal static OidcOptions? Read(SettingsReader settings)
    {
        if (settings.Read("Oidc:Authority", AddressOf) is not { } authority)
            return null;
        return new()
        {
            Authority = authority,
            ClientId = settings.Text("Oidc:ClientId")
                ?? throw new WrongSettingException("Oidc:ClientId",
                    "is missing: give the name that the provider has for this server, or remove Oidc:Authority"),
            ClientSecret = settings.File("Oidc:ClientSecretFile", SecretIn,
                "name a file whose only line is the client's secret, or leave it out for a public client"),
            RoleClaim = settings.Text("Oidc:RoleClaim") ?? "roles",
            AdminRole = settings.Text("Oidc:AdminRole") ?? "sentinel-admin",
            AnalystRole = settings.Text("Oidc:AnalystRole") ?? "sentinel-analyst",
            Tenant = TenantId.TryParse(settings.Text("Oidc:Tenant") ?? TenantId.Default.Value, out var tenant)
                ? tenant
                : throw new WrongSettingException("Oidc:Tenant", "must name a tenant, which is [a-z0-9-]{1,32}"),
        };
    }

    /// <exception cref="FormatException">It is no address of a provider.</exception>
    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length + uri.Query.Length + uri.Fragment.Length == 0
            ? uri
            : throw new FormatException(
                "must be the provider's address, as in https://login.example/realms/shop (http only for localhost, no user, no query)");

    /// <exception cref="FormatException">The file holds something else.</exception>
    private static string SecretIn(string file)
    {
        var text = File.ReadAllText(file).Trim();
        return text.Length is > 0 and <= 1024 && !text.Any(char.IsControl) ? text : throw new FormatException();
    }
}

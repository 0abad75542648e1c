using System.Text.RegularExpressions;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Settings;

/// <summary>The section <c>SharedSignals</c>, read and checked once at the start: whose security events count.</summary>
/// <param name="Transmitters">By their name in the address that they send to.</param>
public sealed partial record SignalOptions(IReadOnlyDictionary<string, Transmitter> Transmitters)
{
    private const string Section = "SharedSignals:Transmitters";

    /// <exception cref="WrongSettingException">A setting is wrong; the message names it and the remedy.</exception>
    internal static SignalOptions Read(SettingsReader settings) => new(settings.Children(Section).ToDictionary(
        section => NamePattern().IsMatch(section.Key) ? section.Key
            : throw new WrongSettingException(section.Path, $"must have a name of [a-z0-9-]{{1,32}} behind {Section}"),
        section => Of(section.Path, section.Key, settings),
        StringComparer.Ordinal));

    private static Transmitter Of(string path, string name, SettingsReader settings) => new()
    {
        Name = name,
        Issuer = Needed(settings, $"{path}:Issuer", "the issuer in the transmitter's configuration, to the letter"),
        Audience = Needed(settings, $"{path}:Audience", "the audience of the stream"),
        Keys = settings.Read($"{path}:JwksUri", AddressOf)
            ?? throw new WrongSettingException($"{path}:JwksUri", "is missing: give jwks_uri of the transmitter's configuration"),
        Subject = settings.Choice($"{path}:Subject", "iss_sub", "opaque", "email"),
        Tenant = TenantId.TryParse(settings.Text($"{path}:Tenant") ?? TenantId.Default.Value, out var tenant)
            ? tenant
            : throw new WrongSettingException($"{path}:Tenant", "must name a tenant, which is [a-z0-9-]{1,32}"),
    };

    private static string Needed(SettingsReader settings, string name, string what) =>
        settings.Text(name) ?? throw new WrongSettingException(name, $"is missing: give {what}");

    /// <exception cref="FormatException">It is no address of keys.</exception>
    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length + uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw new FormatException("must be an address, as in https://login.example/jwks (http only for localhost, no user)");

    [GeneratedRegex("^[a-z0-9-]{1,32}$")]
    private static partial Regex NamePattern();
}

/// <summary>A system whose security events count, such as an identity provider.</summary>
public sealed record Transmitter
{
    public required string Name { get; init; }

    /// <summary><c>Issuer</c>: the <c>iss</c> of its tokens.</summary>
    public required string Issuer { get; init; }

    /// <summary><c>Audience</c>: what the tokens' <c>aud</c> must hold.</summary>
    public required string Audience { get; init; }

    /// <summary><c>JwksUri</c>: where its public keys are.</summary>
    public required Uri Keys { get; init; }

    /// <summary><c>Subject</c>: the format of subject identifiers that holds the site's own name of a user.</summary>
    public required string Subject { get; init; }

    /// <summary><c>Tenant</c>: whose users its events are about.</summary>
    public required TenantId Tenant { get; init; }
}

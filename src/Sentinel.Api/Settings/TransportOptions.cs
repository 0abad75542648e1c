using System.Net;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Settings;

/// <summary>Who may reach the server, from where and how often; read and checked once at the start.</summary>
public sealed record TransportOptions
{
    /// <summary><c>Cors:Origins</c>: the sites whose pages may send batches; none unless named.</summary>
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>
    /// <c>Proxies:Known</c>: networks whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed; none unless named.
    /// </summary>
    public required IReadOnlyList<IPNetwork> Proxies { get; init; }

    /// <summary>
    /// <c>AllowedHosts</c>: the names that the server answers to, <c>*.example.com</c> for all below one; unless named <c>*</c>, any.
    /// </summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary><c>Https:Required</c>: whether plain HTTP from another machine is refused; on outside Development.</summary>
    public required bool RequireHttps { get; init; }

    /// <summary><c>Limits:PerKey</c>: requests a second of one API key on one node, twice that at once; 0 for no limit.</summary>
    public required int PerKey { get; init; }

    /// <summary>
    /// <c>Limits:PerAddress</c>: the same of one address without an API key: browsers' batches, sign-ins, guesses at keys.
    /// </summary>
    public required int PerAddress { get; init; }

    /// <exception cref="WrongSettingException">A setting is wrong; the message names it and the remedy.</exception>
    internal static TransportOptions Read(SettingsReader settings, IHostEnvironment environment) => new()
    {
        Origins = [.. settings.List("Cors:Origins").Select(Origin)],
        Proxies = [.. settings.List("Proxies:Known").Select(Network)],
        Hosts = HostsOf([.. settings.List("AllowedHosts").Select(Host)]),
        RequireHttps = settings.Switch("Https:Required", !environment.IsDevelopment()),
        PerKey = settings.Whole("Limits:PerKey", 10_000, 0, 1_000_000, Rate),
        PerAddress = settings.Whole("Limits:PerAddress", 500, 0, 1_000_000, Rate),
    };

    private const string Rate = "requests a second, 0 for no limit,";

    private static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.GetLeftPart(UriPartial.Authority).Equals(text.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new WrongSettingException("Cors:Origins",
                "must name each site by scheme and host, as in https://shop.example (http only for localhost, no path, no wildcard)");

    private static string Host(string text) =>
        text == "*" || Uri.CheckHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text) != UriHostNameType.Unknown
            ? text
            : throw new WrongSettingException("AllowedHosts",
                "must be names as in sentinel.example or *.example.com, without scheme or port, or * for any");

    private static IReadOnlyList<string> HostsOf(IReadOnlyList<string> named) => named.Count == 0 || named.Contains("*") ? ["*"] : named;

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : throw new WrongSettingException("Proxies:Known", "must name each proxy by its address or network, as in 10.0.0.7 or 10.0.0.0/24");
}

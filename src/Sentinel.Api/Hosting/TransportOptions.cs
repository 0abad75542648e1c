using System.Net;

namespace Sentinel.Api.Hosting;

/// <summary>Who may reach the server, from where and how often; read and checked once at the start.</summary>
public sealed record TransportOptions
{
    /// <summary><c>Cors:Origins</c>: the sites whose pages may send batches; none unless named.</summary>
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary><c>Proxies:Known</c>: networks whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed; none unless named.</summary>
    public required IReadOnlyList<IPNetwork> Proxies { get; init; }

    /// <summary><c>AllowedHosts</c>: the names that the server answers to, <c>*.example.com</c> for all below one; unless named <c>*</c>, any.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary><c>Https:Required</c>: whether plain HTTP from another machine is refused; on outside Development.</summary>
    public required bool RequireHttps { get; init; }

    /// <summary><c>Limits:PerKey</c>: requests a second of one API key on one node, twice that at once; 0 for no limit.</summary>
    public required int PerKey { get; init; }

    /// <summary><c>Limits:PerAddress</c>: the same of one address without an API key: browsers' batches, sign-ins, guesses at keys.</summary>
    public required int PerAddress { get; init; }

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it and the remedy.</exception>
    public static TransportOptions Read(IConfiguration configuration, IHostEnvironment environment) => new()
    {
        Origins = [.. List(configuration, "Cors:Origins").Select(Origin)],
        Proxies = [.. List(configuration, "Proxies:Known").Select(Network)],
        Hosts = HostsOf([.. List(configuration, "AllowedHosts").Select(Host)]),
        RequireHttps = configuration.GetValue("Https:Required", !environment.IsDevelopment()),
        PerKey = Limit(configuration, "Limits:PerKey", 10_000),
        PerAddress = Limit(configuration, "Limits:PerAddress", 500),
    };

    /// <summary>A list in JSON, or in one value with commas as environment variables have it.</summary>
    private static IEnumerable<string> List(IConfiguration configuration, string name)
    {
        var section = configuration.GetSection(name);
        var values = section.Value is { } value ? [value] : section.GetChildren().Select(child => child.Value ?? "");
        return values.SelectMany(text => text.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority).Equals(text.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw Wrong("Cors:Origins", $"has {text}: name each site by scheme and host, as in https://shop.example (http only for localhost, no path, no wildcard)");

    private static string Host(string text) =>
        text == "*" || Uri.CheckHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text) != UriHostNameType.Unknown
            ? text
            : throw Wrong("AllowedHosts", $"has {text}: give names as in sentinel.example or *.example.com, without scheme or port, or * for any");

    private static IReadOnlyList<string> HostsOf(IReadOnlyList<string> named) => named.Count == 0 || named.Contains("*") ? ["*"] : named;

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : throw Wrong("Proxies:Known", $"has {text}: name each proxy by its address or network, as in 10.0.0.7 or 10.0.0.0/24");

    private static int Limit(IConfiguration configuration, string name, int otherwise) =>
        configuration.GetValue(name, otherwise) is >= 0 and <= 1_000_000 and var limit ? limit : throw Wrong(name, "must be requests a second from 1 to 1000000, or 0 for no limit");

    private static InvalidOperationException Wrong(string name, string remedy) => new($"{name} {remedy}.");
}

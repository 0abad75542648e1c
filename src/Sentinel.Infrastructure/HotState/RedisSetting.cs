using System.Globalization;
using System.Net;
using Sentinel.Infrastructure.Settings;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// <c>ConnectionStrings:Redis</c>: a StackExchange.Redis configuration, or a URL (<c>redis://</c>, <c>rediss://</c> for TLS).
/// </summary>
public static class RedisSetting
{
    /// <summary>The setting's name.</summary>
    public const string Name = "ConnectionStrings:Redis";

    private const int DefaultPort = 6379;

    /// <summary>Parameters of other clients, without effect here.</summary>
    private static readonly HashSet<string> Ignored = ["family", "name", "client_name"];

    /// <summary>The password; null if absent.</summary>
    /// <exception cref="FormatException">The text has neither form.</exception>
    public static string? Password(string given) => Parse(given).Password;

    /// <summary>Returns the text if it is valid.</summary>
    /// <exception cref="FormatException">The text has neither form. The message does not quote it.</exception>
    public static string Checked(string given)
    {
        Parse(given);
        return given;
    }

    /// <exception cref="FormatException">The text has neither form. The message does not quote it.</exception>
    internal static ConfigurationOptions Parse(string given)
    {
        if (ConnectionUrl.Resembles(given))
            return OfUrl(ConnectionUrl.Parse(given, "rediss", "redis"));
        ConfigurationOptions parts;
        try
        {
            parts = ConfigurationOptions.Parse(given);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            // The client's message quotes the value.
            throw new FormatException(
                "is no configuration: write host:port,password=…,ssl=true as StackExchange.Redis reads it, or "
                + "redis://user:password@host:port (rediss for TLS)");
        }

        if (parts.EndPoints.Count == 0 || parts.EndPoints.Any(one => one is DnsEndPoint named && !ConnectionUrl.IsHost(named.Host)))
            throw new FormatException(
                "needs a host and a port, as in host:6379; a name that has other characters than a host's is not one");
        // The part of a password after a comma is read as another host.
        if (parts.EndPoints.Count > 1 && parts.EndPoints.Any(one => one is DnsEndPoint { Port: 0 } or IPEndPoint { Port: 0 }))
            throw new FormatException(
                "has several hosts, of which each needs its port. Where the comma is a password's, write redis://:password@host:port, "
                + "with the comma as %2C");
        return parts;
    }

    private static ConfigurationOptions OfUrl(ConnectionUrl url)
    {
        if (url is { User: not null, Password: null })
            throw new FormatException(
                "has a user without a password: write user:password@host, or :password@host where there is only a password");
        ConfigurationOptions parts = new() { User = url.User, Password = url.Password, Ssl = url.Scheme == "rediss" };
        foreach (var (name, port) in url.Hosts)
            parts.EndPoints.Add(name, port ?? DefaultPort);
        if (parts.Ssl && url.Hosts is [var (host, _)])
            parts.SslHost = host;
        if (url.Path.Length > 0)
            parts.DefaultDatabase = Number(url.Path);
        foreach (var (name, value) in url.Parameters.Where(parameter => !Ignored.Contains(parameter.Name)))
        {
            switch (name)
            {
                case "db": parts.DefaultDatabase = Number(value); break;
                case "protocol" when value is "2" or "3": parts.Protocol = value == "3" ? RedisProtocol.Resp3 : RedisProtocol.Resp2; break;
                default: throw new FormatException(
                    "has a parameter that Sentinel does not know: remove it, or write the setting as StackExchange.Redis reads it, "
                    + "host:port,password=…");
            }
        }

        return parts;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new FormatException("has a database that is not a number, as in redis://host:6379/0");
}

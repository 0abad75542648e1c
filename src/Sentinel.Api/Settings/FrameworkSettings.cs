using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Settings;

/// <summary>
/// Where to listen, and how much to log: what the framework reads by itself, checked before it does. It quotes what it does not understand.
/// </summary>
internal static class FrameworkSettings
{
    private const string DefaultAddress = "http://localhost:5080";

    private const string Endpoints = "Kestrel:Endpoints";

    private static readonly string[] Ports = ["http_ports", "https_ports"];

    /// <summary>One address in appsettings.json would win over <c>ASPNETCORE_URLS</c>, so the default is set where nothing is.</summary>
    /// <exception cref="WrongSettingException">One of them is not understood.</exception>
    public static void Check(WebApplicationBuilder builder, SettingsReader settings)
    {
        foreach (var address in (settings.Text("urls") ?? "").Split(';',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Address("Urls", address);
        foreach (var name in Ports)
            Port(settings, name);
        var endpoints = settings.Children(Endpoints).ToList();
        foreach (var endpoint in endpoints)
            Address(endpoint.Path + ":Url", endpoint["Url"] ?? "");
        if (!settings.Has("urls") && endpoints.Count == 0 && !Ports.Any(settings.Has))
            builder.WebHost.UseUrls(DefaultAddress);
        Levels(settings.Children("Logging"));
    }

    private static void Address(string name, string text)
    {
        if (!IsAddress(text))
            throw new WrongSettingException(name,
                "must be addresses to listen on, as in http://localhost:5080 or http://*:8080, with semicolons between, without a user "
                + "and a path");
    }

    private static bool IsAddress(string text)
    {
        try
        {
            var address = BindingAddress.Parse(text);
            return address.Scheme is "http" or "https" && address.PathBase.Length == 0
                && (address.IsUnixPipe || address.IsNamedPipe || IsHost(address));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsHost(BindingAddress address) =>
        address.Port is >= 0 and <= 65_535 && (address.Host is "*" or "+" || ConnectionUrl.IsHost(address.Host.Trim('[', ']')));

    private static void Port(SettingsReader settings, string name)
    {
        foreach (var port in (settings.Text(name) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!ushort.TryParse(port, out _))
                throw new WrongSettingException(name, "must be ports from 0 to 65535, with semicolons between");
        }
    }

    private static void Levels(IEnumerable<IConfigurationSection> sections)
    {
        foreach (var section in sections)
        {
            if (section.Key.Equals("LogLevel", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var level in section.GetChildren().Where(level => level.Value is { Length: > 0 } word
                    && !Enum.GetNames<LogLevel>().Contains(word, StringComparer.OrdinalIgnoreCase)))
                    throw new WrongSettingException(level.Path, $"must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}");
            }
            else
            {
                Levels(section.GetChildren());
            }
        }
    }
}

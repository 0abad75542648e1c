using Sentinel.Application.Keys;
using Sentinel.Application.Ports;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.Formats;
using Sentinel.Infrastructure.Geo;

namespace Sentinel.Api.Hosting;

/// <summary>Every setting of the server, read and checked once at the start.</summary>
public sealed record SentinelOptions
{
    /// <summary><c>ConnectionStrings:Redis</c>; null runs Garnet in the process.</summary>
    public string? Redis { get; init; }

    /// <summary><c>ConnectionStrings:Postgres</c>; null runs SQLite.</summary>
    public string? Postgres { get; init; }

    /// <summary><c>SENTINEL_DATA</c>: the node's own folder.</summary>
    public required string DataDirectory { get; init; }

    /// <summary><c>SENTINEL_BOOTSTRAP_KEY</c>: the first admin key; null generates one.</summary>
    public string? BootstrapKey { get; init; }

    /// <summary><c>HotState:TimeoutMilliseconds</c>, 10–1000.</summary>
    public required int HotStateTimeout { get; init; }

    /// <summary><c>Ingest:DiscloseDecision</c>: whether browsers learn the decision.</summary>
    public required bool DiscloseDecision { get; init; }

    /// <summary><c>Scoring:Clock=Client</c>: replays score at the client's <c>sentAt</c>. Development only.</summary>
    public required bool ClientClock { get; init; }

    /// <summary><c>Jobs:Drain</c>: false leaves the outbox to other nodes.</summary>
    public required bool Drain { get; init; }

    /// <summary><c>HotState:RecentSessions</c>: how many states the node keeps after writing them, 0–1,000,000.</summary>
    public required int RecentSessions { get; init; }

    /// <summary><c>Keys:PatienceSeconds</c>, 5–3600: how long known keys go on while cold storage is away. 900 outside tests.</summary>
    public required KeyPatience KeyPatience { get; init; }

    /// <summary><c>Demo:Enabled</c>: whether <c>/demo</c> is served; in Development it is.</summary>
    public required bool Demo { get; init; }

    /// <summary><c>Learning:RetrainDelaySeconds</c>, 0–3600: how long a training waits for more lessons of the same user.</summary>
    public required TimeSpan RetrainDelay { get; init; }

    /// <summary><c>Population:File</c>; what ships with the project unless a site has built its own.</summary>
    public required Population Population { get; init; }

    /// <summary><c>GeoIp:Database</c>: a City database of MaxMind's; without one, nothing is said of places.</summary>
    public required IPlaces Places { get; init; }

    /// <summary><c>Policy:Preset</c>.</summary>
    public required Policy Policy { get; init; }

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it and the remedy.</exception>
    public static SentinelOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var clientClock = Choice(configuration, "Scoring:Clock", "Server", "Client") == "Client";
        if (clientClock && !environment.IsDevelopment())
            throw Wrong("Scoring:Clock", "Client lets callers choose the time and is for replays: remove it, or set ASPNETCORE_ENVIRONMENT=Development");

        var key = NullIfEmpty(configuration["SENTINEL_BOOTSTRAP_KEY"])?.Trim();
        if (key is not null && !KeySecret.IsPlausible(key))
            throw Wrong("SENTINEL_BOOTSTRAP_KEY", "must be 32 to 256 characters without a control character, for example the output of: openssl rand -base64 32");

        var timeout = configuration.GetValue("HotState:TimeoutMilliseconds", 80);
        if (timeout is < 10 or > 1000)
            throw Wrong("HotState:TimeoutMilliseconds", "must be from 10 to 1000");

        var recent = configuration.GetValue("HotState:RecentSessions", 32_768);
        if (recent is < 0 or > 1_000_000)
            throw Wrong("HotState:RecentSessions", "must be from 0 to 1000000; a session takes about 4 KiB");

        var delay = configuration.GetValue("Learning:RetrainDelaySeconds", 30.0);
        if (delay is not (>= 0 and <= 3600))
            throw Wrong("Learning:RetrainDelaySeconds", "must be from 0 to 3600");

        var patience = configuration.GetValue("Keys:PatienceSeconds", KeyPatience.Default.Span.TotalSeconds);
        if (!(patience is >= 5 and <= 3600))
            throw Wrong("Keys:PatienceSeconds", "must be from 5 to 3600");

        return new()
        {
            Redis = NullIfEmpty(configuration.GetConnectionString("Redis")),
            Postgres = NullIfEmpty(configuration.GetConnectionString("Postgres")),
            DataDirectory = NullIfEmpty(configuration["SENTINEL_DATA"]) ?? "./data",
            BootstrapKey = key,
            HotStateTimeout = timeout,
            DiscloseDecision = configuration.GetValue("Ingest:DiscloseDecision", environment.IsDevelopment()),
            ClientClock = clientClock,
            Drain = configuration.GetValue("Jobs:Drain", true),
            RecentSessions = recent,
            KeyPatience = new(TimeSpan.FromSeconds(patience)),
            Demo = configuration.GetValue("Demo:Enabled", environment.IsDevelopment()),
            RetrainDelay = TimeSpan.FromSeconds(delay),
            Population = PopulationOf(NullIfEmpty(configuration["Population:File"])),
            Places = PlacesOf(NullIfEmpty(configuration["GeoIp:Database"])),
            Policy = Choice(configuration, "Policy:Preset", "default", "zero-trust") == "default" ? Policy.Default : Policy.ZeroTrust,
        };
    }

    private static Population PopulationOf(string? file)
    {
        if (file is null)
            return PopulationFile.Shipped;
        try
        {
            using var json = File.OpenRead(file);
            return PopulationFile.Read(json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw Wrong("Population:File", $"cannot be used ({e.Message.TrimEnd('.')}): build it with --build-population FILE, or leave it out for the statistics that ship");
        }
    }

    private static IPlaces PlacesOf(string? file)
    {
        if (file is null)
            return new NoPlaces();
        try
        {
            return new MaxMindPlaces(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Wrong("GeoIp:Database", $"cannot be used ({e.Message.TrimEnd('.')}): name a GeoIP2 or GeoLite2 City file (.mmdb), or leave it out");
        }
    }

    private static string Choice(IConfiguration configuration, string name, params string[] choices)
    {
        var value = NullIfEmpty(configuration[name]) ?? choices[0];
        return choices.FirstOrDefault(c => c.Equals(value, StringComparison.OrdinalIgnoreCase))
            ?? throw Wrong(name, $"must be one of {string.Join(", ", choices)}");
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    private static InvalidOperationException Wrong(string name, string remedy) => new($"{name} {remedy}.");
}

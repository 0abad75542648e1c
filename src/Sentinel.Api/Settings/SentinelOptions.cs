using Sentinel.Application.ApiKeys;
using Sentinel.Application.Ports;
using Sentinel.Application.PolicyVersions;
using Sentinel.Application.Reviews.Records;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Formats;
using Sentinel.Infrastructure.HotState;
using Sentinel.Infrastructure.Settings;
using Sentinel.Infrastructure;

namespace Sentinel.Api.Settings;

/// <summary>Every setting of the server, read and checked once at the start.</summary>
public sealed record SentinelOptions
{
    /// <summary><c>ConnectionStrings:Redis</c> and <c>HotState</c>.</summary>
    public required HotStateOptions HotState { get; init; }

    /// <summary><c>ConnectionStrings:Postgres</c>, <c>Postgres:WaitSeconds</c> and <c>SENTINEL_DATA</c>.</summary>
    public required ColdStorageOptions ColdStorage { get; init; }

    /// <summary><c>SENTINEL_BOOTSTRAP_KEY</c>: the first admin key; null generates one.</summary>
    public string? BootstrapKey { get; init; }

    /// <summary><c>Ingest:DiscloseDecision</c>: whether browsers learn the decision.</summary>
    public required bool DiscloseDecision { get; init; }

    /// <summary><c>Scoring:Clock=Client</c>: replays score at the client's <c>sentAt</c>. Development only.</summary>
    public required bool ClientClock { get; init; }

    /// <summary><c>Jobs:Drain</c>: false leaves the outbox to other nodes.</summary>
    public required bool Drain { get; init; }

    /// <summary><c>Keys:GraceSeconds</c>, 5–3600: how long known keys go on while cold storage is away. 900 outside tests.</summary>
    public required StaleKeyGrace StaleKeyGrace { get; init; }

    /// <summary><c>Demo:Enabled</c>: whether <c>/demo</c> is served; in Development it is.</summary>
    public required bool Demo { get; init; }

    /// <summary><c>Learning:RetrainDelaySeconds</c>, 0–3600.</summary>
    public required LearningOptions Learning { get; init; }

    /// <summary><c>Replay:AcrossUsers</c>: whether input that several users' sessions share is found.</summary>
    public required SketchOptions Sketches { get; init; }

    /// <summary><c>Review:AllowShare</c>: the share of allowed actions that analysts look at.</summary>
    public required ReviewOptions Review { get; init; }

    /// <summary><c>Population:File</c>; what ships with the project unless a site has built its own.</summary>
    public required Population Population { get; init; }

    /// <summary><c>GeoIp:Database</c>: a City database of MaxMind's; without one, nothing is said of places.</summary>
    public required IGeoLocator Places { get; init; }

    /// <summary><c>Policy:Preset</c>.</summary>
    public required Policy Policy { get; init; }

    /// <summary><c>Policy:Approvals</c> and <c>Policy:MaxBlockShare</c>.</summary>
    public required PolicyControls PolicyControls { get; init; }

    /// <exception cref="WrongSettingException">A setting is wrong; the message names it and the remedy.</exception>
    internal static SentinelOptions Read(SettingsReader settings, IHostEnvironment environment)
    {
        var clientClock = settings.Choice("Scoring:Clock", "Server", "Client") == "Client";
        if (clientClock && !environment.IsDevelopment())
            throw new WrongSettingException("Scoring:Clock",
                "is Client, which lets callers choose the time and is for replays: remove it, or set ASPNETCORE_ENVIRONMENT=Development");
        var data = settings.Text(DataDirectory.Setting) ?? "./data";
        return new()
        {
            HotState = new()
            {
                Redis = settings.Read(RedisSetting.Name, RedisSetting.Checked),
                DataDirectory = data,
                TimeoutMilliseconds = settings.Whole("HotState:TimeoutMilliseconds", 80, 10, 1_000, "milliseconds"),
                RecentSessions = settings.Whole("HotState:RecentSessions", 32_768, 0, 1_000_000, "a number of states of about 4 KiB each,"),
            },
            ColdStorage = new()
            {
                Postgres = settings.Read(PostgresSetting.Name, PostgresSetting.ConnectionString),
                DataDirectory = data,
                Wait = settings.Seconds("Postgres:WaitSeconds", 30, 0, 600),
            },
            BootstrapKey = settings.Read("SENTINEL_BOOTSTRAP_KEY", key => ApiKeySecret.IsPlausible(key.Trim())
                ? key.Trim()
                    : throw new FormatException(
                    "must be 32 to 256 characters without a control character, for example the output of: openssl rand -base64 32")),
            DiscloseDecision = settings.Switch("Ingest:DiscloseDecision", environment.IsDevelopment()),
            ClientClock = clientClock,
            Drain = settings.Switch("Jobs:Drain", true),
            StaleKeyGrace = new(settings.Seconds("Keys:GraceSeconds", StaleKeyGrace.Default.Span.TotalSeconds, 5, 3_600)),
            Demo = settings.Switch("Demo:Enabled", environment.IsDevelopment()),
            Learning = new(settings.Seconds("Learning:RetrainDelaySeconds", 30, 0, 3_600)),
            Sketches = new(settings.Switch("Replay:AcrossUsers", SketchOptions.Default.AcrossUsers)),
            Review = new(settings.Share("Review:AllowShare", ReviewOptions.Default.AllowShare)),
            Population = settings.File("Population:File", PopulationOf,
                "leave it out for the statistics that ship; without it, --build-population FILE builds a new one")
                ?? PopulationFile.Shipped,
            Places = settings.File<IGeoLocator>("GeoIp:Database", file => new MaxMindGeoLocator(file),
                "name a GeoIP2 or GeoLite2 City file (.mmdb), or leave it out") ?? new NoGeoLocator(),
            Policy = settings.Choice("Policy:Preset", "default", "zero-trust", "low-friction") switch
            {
                "default" => Policy.Default,
                "zero-trust" => Policy.ZeroTrust,
                _ => Policy.LowFriction,
            },
            PolicyControls = new(
                settings.Whole("Policy:Approvals", PolicyControls.Default.Approvals, 0, 10),
                settings.Share("Policy:MaxBlockShare", PolicyControls.Default.MostBlocked)),
        };
    }

    private static Population PopulationOf(string file)
    {
        using var json = File.OpenRead(file);
        return PopulationFile.Read(json);
    }
}

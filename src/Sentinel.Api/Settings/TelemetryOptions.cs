using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Settings;

/// <summary>
/// Which telemetry leaves the server, by OpenTelemetry's standard variables. The exporter reads their values itself; here they are checked
/// first, because it only logs what it does not understand.
/// </summary>
/// <param name="Metrics">Whether metrics are collected at all; false only with <c>OTEL_SDK_DISABLED</c>. Without it, <c>/metrics</c> is
/// served.</param>
/// <param name="SendsTraces">Whether traces are sent to an OTLP endpoint.</param>
/// <param name="SendsMetrics">Whether metrics are sent too.</param>
/// <param name="SendsLogs">Whether logs are sent too.</param>
internal sealed record TelemetryOptions(bool Metrics, bool SendsTraces, bool SendsMetrics, bool SendsLogs)
{
    public const string DefaultSampler = "parentbased_traceidratio";

    /// <summary>One trace in a hundred.</summary>
    public const string DefaultRatio = "0.01";

    public const string Sampler = "OTEL_TRACES_SAMPLER";

    public const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";

    public const string ServiceName = "OTEL_SERVICE_NAME";

    private const string Exporter = "OTEL_EXPORTER_OTLP";

    private static readonly string[] Signals = ["TRACES", "METRICS", "LOGS"];

    /// <summary>Where telemetry is sent; empty where none is.</summary>
    public required IReadOnlyList<Uri> Endpoints { get; init; }

    /// <exception cref="WrongSettingException">A variable is not understood.</exception>
    public static TelemetryOptions Read(SettingsReader settings)
    {
        var isOff = settings.Switch("OTEL_SDK_DISABLED", false);
        var shared = Endpoint(settings, $"{Exporter}_ENDPOINT");
        Protocol(settings, $"{Exporter}_PROTOCOL");
        settings.Whole($"{Exporter}_TIMEOUT", 10_000, 1, 600_000, "milliseconds");
        Samplers(settings);
        List<Uri> endpoints = [];
        var sends = Array.ConvertAll(Signals, signal =>
        {
            var endpoint = Endpoint(settings, $"{Exporter}_{signal}_ENDPOINT") ?? shared;
            Protocol(settings, $"{Exporter}_{signal}_PROTOCOL");
            var sent = settings.Choice($"OTEL_{signal}_EXPORTER", "otlp", "none") == "otlp";
            if (isOff || endpoint is null || !sent) return false;
            endpoints.Add(endpoint);
            return true;
        });
        return new(!isOff, sends[0], sends[1], sends[2]) { Endpoints = [.. endpoints.Distinct()] };
    }

    private static Uri? Endpoint(SettingsReader settings, string name) => settings.Read(name, text =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 ? uri
            : throw new FormatException("must be the collector's address, as in http://localhost:4317, without a user"));

    private static void Protocol(SettingsReader settings, string name)
    {
        if (settings.Has(name)) settings.Choice(name, "grpc", "http/protobuf");
    }

    private static void Samplers(SettingsReader settings)
    {
        settings.Choice(
            Sampler, DefaultSampler, "parentbased_always_on", "parentbased_always_off", "traceidratio", "always_on", "always_off");
        settings.Share(SamplerArgument, 0);
    }
}

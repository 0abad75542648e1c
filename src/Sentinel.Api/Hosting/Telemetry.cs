using System.Diagnostics;
using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Sentinel.Api.Authentication;
using Sentinel.Api.Settings;
using Sentinel.Application.Results;

namespace Sentinel.Api.Hosting;

/// <summary>Traces, metrics and logs for operators, by OpenTelemetry. docs/telemetry.md lists all of them.</summary>
internal static class Telemetry
{
    private const string Name = "sentinel";

    private static readonly string[] Meters =
        [Metrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];

    private static readonly string? Version =
        typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    /// <summary>Seconds. The usual ones begin at 5 ms, which is slower than nearly every batch.</summary>
    private static readonly double[] RequestBounds =
        [0.00025, 0.0005, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.02, 0.035, 0.05, 0.08, 0.1, 0.25, 0.5, 1, 2.5, 10];

    /// <summary>Seconds.</summary>
    private static readonly double[] JobBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryOptions options)
    {
        if (!options.Metrics) return;
        KeepDefaults(builder.Configuration);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                builder.Configuration[TelemetryOptions.ServiceName] is { Length: > 0 } name ? name : Name,
                serviceVersion: Version,
                serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters)
                    // Two measurements a request, of what the durations say too.
                    .AddView("http.server.active_requests", MetricStreamConfiguration.Drop)
                    .AddView("http.server.request.duration", new ExplicitBucketHistogramConfiguration { Boundaries = RequestBounds })
                    .AddView(Metrics.JobDuration, new ExplicitBucketHistogramConfiguration { Boundaries = JobBounds })
                    .AddPrometheusExporter();
                if (options.SendsMetrics) metrics.AddOtlpExporter();
            });
        if (options.SendsTraces)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource(RequestIds.Source, Metrics.MeterName)
                .AddProcessor(new NamelessSpans())
                .AddOtlpExporter());
        }

        if (options.SendsLogs)
        {
            telemetry.WithLogging(
                logging => logging.AddProcessor(new IdsOfRequests()).AddOtlpExporter(),
                logging => logging.IncludeFormattedMessage = true);
        }
    }

    /// <summary>After routing: names the spans by their routes.</summary>
    public static void UseTelemetry(this WebApplication app, TelemetryOptions options)
    {
        if (options.SendsTraces)
        {
            app.Use(next => context =>
            {
                RequestIds.NoteRoute(context);
                return next(context);
            });
        }
    }

    public static void MapTelemetry(this WebApplication app, TelemetryOptions options)
    {
        if (options.Metrics)
            app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Credentials.MetricsPolicy);
    }

    /// <summary>Used where no sampler is set. An argument without a sampler is for the default one.</summary>
    private static void KeepDefaults(ConfigurationManager configuration)
    {
        if (configuration[TelemetryOptions.Sampler] is { Length: > 0 }) return;
        configuration[TelemetryOptions.Sampler] = TelemetryOptions.DefaultSampler;
        if (configuration[TelemetryOptions.SamplerArgument] is not { Length: > 0 })
            configuration[TelemetryOptions.SamplerArgument] = TelemetryOptions.DefaultRatio;
    }

    /// <summary>
    /// Removes paths, queries and browsers, which name or describe users. The route, the session and the decision say what a request was.
    /// </summary>
    private sealed class NamelessSpans : BaseProcessor<Activity>
    {
        private static readonly string[] Naming = ["url.path", "url.query", "user_agent.original"];

        public override void OnEnd(Activity data)
        {
            foreach (var name in Naming)
                data.SetTag(name, null);
            // Of probes, the log says enough.
            if (data.GetTagItem(RequestIds.RouteName) is string route && route.StartsWith("/health", StringComparison.Ordinal))
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    /// <summary>Adds to a log line which session and decision its request was about.</summary>
    private sealed class IdsOfRequests : BaseProcessor<LogRecord>
    {
        public override void OnEnd(LogRecord data)
        {
            if (Activity.Current is not { } request) return;
            var found = RequestIds.All
                .Select(name => KeyValuePair.Create(name, request.GetTagItem(name)))
                .Where(tag => tag.Value is not null)
                .ToArray();
            if (found.Length > 0)
                data.Attributes = [.. data.Attributes ?? [], .. found];
        }
    }
}

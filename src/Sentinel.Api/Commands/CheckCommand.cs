using System.Net.Sockets;
using Sentinel.Api.Hosting;
using Sentinel.Api.Settings;
using Sentinel.Application.Ports;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.HotState;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Commands;

/// <summary>
/// <c>--check</c>: reads every setting, reaches every part, changes nothing, and prints a line for each. A server may be running beside it.
/// </summary>
internal static class CheckCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>0 if a server with these settings can start and has all its parts; 1 if not.</summary>
    public static async Task<int> Run(IServiceProvider services, TextWriter output)
    {
        var options = services.GetRequiredService<SentinelOptions>();
        using MissingFolder folder = new(options.ColdStorage.DataDirectory);
        var isWhole = await Part("settings", () => Task.FromResult($"understood; policy {options.Policy.Name}"));
        isWhole &= await Part("data folder", () => DataFolder(services, folder));
        var reaches = await Part("cold storage", () => ColdStorage(services, options));
        isWhole &= reaches;
        if (reaches)
            isWhole &= await Part("audit key", () => AuditKey(services));
        isWhole &= await Part("hot state", () => HotState(services, options));
        foreach (var endpoint in services.GetRequiredService<TelemetryOptions>().Endpoints)
            isWhole &= await Part("telemetry", () => Collector(endpoint));
        await output.WriteLineAsync(isWhole ? "A server with these settings can start." : "Mend what is WRONG, and check again.");
        return isWhole ? 0 : 1;

        async Task<bool> Part(string name, Func<Task<string>> check)
        {
            var (found, isRight) = ("", true);
            try
            {
                found = await check();
            }
#pragma warning disable CA1031 // As at a start, an exception's own words may quote a secret.
            catch (Exception e)
            {
                (found, isRight) = (StartFailure.Explain(e), false);
            }
#pragma warning restore CA1031
            await output.WriteLineAsync($"{(isRight ? "ok" : "WRONG"),-6}{name,-14}{found}");
            return isRight;
        }
    }

    /// <summary>The folder is not locked: a server that starts just now would find it in use.</summary>
    private static Task<string> DataFolder(IServiceProvider services, MissingFolder folder)
    {
        var trial = Path.Combine(services.GetRequiredService<DataDirectory>().FullPath, $".check-{Guid.NewGuid():N}");
        using (File.Create(trial, 1, FileOptions.DeleteOnClose))
            return Task.FromResult(folder.IsMissing ? "can be made: the next start makes it" : "can be written");
    }

    private static async Task<string> ColdStorage(IServiceProvider services, SentinelOptions options)
    {
        using CancellationTokenSource limit = new(Patience);
        return await services.GetRequiredService<Migrator>().Pending(limit.Token) switch
        {
            null => $"{options.ColdStorage.Part}; the next start makes the database",
            0 => $"{options.ColdStorage.Part}, up to date",
            var pending => $"{options.ColdStorage.Part}; the next start applies {pending} migrations",
        };
    }

    private static async Task<string> AuditKey(IServiceProvider services)
    {
        var (audit, directory) = (services.GetRequiredService<AuditOptions>(), services.GetRequiredService<DataDirectory>());
        if (await services.GetRequiredService<Migrator>().Pending(CancellationToken.None) == 0)
            await DigestKeyFile.RefuseLoss(audit, directory, services.GetRequiredService<IAuditDigests>());
        return DigestKeyFile.Existing(audit, directory) switch
        {
            null => "the next start makes it",
            { IsOn: false } => "none: the audit is not signed",
            _ => "there; it signs the audit's days",
        };
    }

    private static async Task<string> HotState(IServiceProvider services, SentinelOptions options)
    {
        if (options.HotState.Redis is null) return $"{options.HotState.Part}: starts with the server";
        await services.GetRequiredService<RedisAccess>().Reach();
        await services.GetRequiredService<EvictionCheck>().Ensure();
        return $"{options.HotState.Part}, reached; it does not evict";
    }

    private static async Task<string> Collector(Uri endpoint)
    {
        using CancellationTokenSource limit = new(Patience);
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(endpoint.Host, endpoint.Port, limit.Token);
            return "the collector was reached";
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            throw new WrongSettingException("OTEL_EXPORTER_OTLP_ENDPOINT",
                "(or that of a signal) leads to no collector that answers: start it, or check host and port");
        }
    }

    /// <summary>A folder that the check has to make, and removes again if nobody has used it meanwhile.</summary>
    private sealed class MissingFolder(string path) : IDisposable
    {
        public bool IsMissing { get; } = !Directory.Exists(path);

        public void Dispose()
        {
            try
            {
                if (IsMissing) Directory.Delete(path);
            }
            catch (IOException)
            {
                // A server that starts just now uses it.
            }
        }
    }
}

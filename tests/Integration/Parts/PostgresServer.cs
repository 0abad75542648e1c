using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace Sentinel.Integration.Tests;

/// <summary>
/// A PostgreSQL server for this test run: a new cluster in a temporary folder on a random loopback port, run as the user postgres if the
/// tests run as root.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    /// <summary>No commit waits for the disk, but each reaches the operating system, so a simulated crash loses none.</summary>
    private const string Settings =
        "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off " +
        "-c max_connections=200 -c shared_buffers=32MB";

    private static readonly string Binaries = Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal)
        .Select(version => Path.Combine(version, "bin")).First(folder => File.Exists(Path.Combine(folder, "initdb")));

    /// <summary>An empty cluster that each server copies; creating one takes a second of processor time.</summary>
    private static readonly Lazy<string> Template = new(() =>
    {
        var folder = Path.Combine(Path.GetTempPath(), $"sentinel-pg-{Guid.NewGuid():N}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => AsServer($"rm -rf {folder}");
        AsServer($"{Binaries}/initdb -D {folder} -A trust -U sentinel -E UTF8 --locale=C --no-sync >/dev/null");
        return folder;
    });

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"sentinel-pg-{Guid.NewGuid():N}");
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _databases = [];
    private int _port;

    public Task InitializeAsync()
    {
        AsServer($"cp -a {Template.Value} {_folder}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
        for (var attempt = 1; ; attempt++)
        {
            _port = Command.FreePort();
            try
            {
                Start();
                return Task.CompletedTask;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // Another process took the port in between.
            }
        }
    }

    public Task DisposeAsync()
    {
        Stop();
        AsServer($"rm -rf {_folder}");
        return Task.CompletedTask;
    }

    public void Start() =>
        AsServer($"{Binaries}/pg_ctl -D {_folder} -w -t 30 -l {_folder}/log -o '-p {_port} {Settings}' start >/dev/null");

    /// <summary>
    /// Stops immediately, like a crash; harmless if the server is down. <see cref="Start"/> restarts it on the same port.
    /// </summary>
    public void Stop()
    {
        if (File.Exists(Path.Combine(_folder, "postmaster.pid")))
            AsServer($"{Binaries}/pg_ctl -D {_folder} -w -t 30 -m immediate stop >/dev/null");
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>The connection string of the database with this name, created on first use.</summary>
    public Task<string> Database(string name) => _databases.GetOrAdd(name, key => new(() => Create(key))).Value;

    private async Task<string> Create(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=sentinel;Database={database};Timeout=5");

    private static void AsServer(string command)
    {
        if (Environment.IsPrivilegedProcess) Command.Run("su", "postgres", "-s", "/bin/sh", "-c", $"cd / && {command}");
        else Command.Run("/bin/sh", "-c", command);
    }
}

/// <summary>Classes of this collection share one server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresParts : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}

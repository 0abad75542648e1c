using System.Diagnostics;

namespace Sentinel.Bench;

/// <summary>A PostgreSQL cluster with default settings in a temporary folder, run as the user postgres if this runs as root.</summary>
internal sealed class PostgresFolder : IDisposable
{
    private static readonly string Binaries = Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal)
        .Select(version => Path.Combine(version, "bin")).First(folder => File.Exists(Path.Combine(folder, "initdb")));

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"sentinel-bench-pg-{Guid.NewGuid():N}");

    public PostgresFolder()
    {
        var port = Server.FreePort();
        Run($"{Binaries}/initdb -D {folder} -A trust -U sentinel -E UTF8 --locale=C >/dev/null");
        Run(
            $"{Binaries}/pg_ctl -D {folder} -w -l {folder}/log -o '-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=' "
                + $"start >/dev/null"
        );
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=sentinel;Database=postgres";
    }

    public string ConnectionString { get; }

    public void Dispose()
    {
        if (!Directory.Exists(folder)) return;
        Run($"{Binaries}/pg_ctl -D {folder} -w -m immediate stop >/dev/null; rm -rf {folder}");
    }

    private static void Run(string command)
    {
        string[] shell = Environment.IsPrivilegedProcess
            ? ["su", "postgres", "-s", "/bin/sh", "-c", $"cd / && {command}"]
            : ["/bin/sh", "-c", command];
        using var process = Process.Start(shell[0], shell[1..]);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"Failed: {command}");
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sentinel.Integration.Tests;

/// <summary>Runs a program and waits for its end.</summary>
internal static class Command
{
    /// <exception cref="InvalidOperationException">The program failed; the message contains its output.</exception>
    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
            process.Kill(entireProcessTree: true);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} said {process.ExitCode}: {errors.Result}");
    }

    /// <summary>A loopback port that is free at the time of the call.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

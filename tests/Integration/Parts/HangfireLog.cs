using Hangfire.Logging;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Hangfire has one log for the process. When a host ends, its disposed log stays behind, and logging of another host's server then throws.
/// A test that ends a host here must therefore remove the log.
/// </summary>
internal static class HangfireLog
{
    public static void TakeAway() => LogProvider.SetCurrentLogProvider(new Silent());

    private sealed class Silent : ILogProvider, ILog
    {
        public ILog GetLogger(string name) => this;

        public bool Log(LogLevel logLevel, Func<string> messageFunc, Exception exception) => false;
    }
}

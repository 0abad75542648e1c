using Hangfire.Logging;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Hangfire has one log for the process. A host that ends leaves its disposed log behind, and another host's server then throws when it
/// logs. A test that ends a host here must therefore remove the log.
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

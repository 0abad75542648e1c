using Hangfire.Logging;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Hangfire's log is one for the process. A host that ends leaves its own behind, disposed, and what another host's server then wants to
/// log throws inside that server: whoever ends a host here takes its log away.
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

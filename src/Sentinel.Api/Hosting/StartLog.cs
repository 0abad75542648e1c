namespace Sentinel.Api.Hosting;

/// <summary>
/// Keeps the host and the web server from logging a failed start, because the messages quote addresses. <see cref="StartFailure"/> reports
/// it in one line.
/// </summary>
internal sealed class StartLogFilter
{
    private bool started;

    public bool HasStarted
    {
        get => Volatile.Read(ref started);
        set => Volatile.Write(ref started, value);
    }

    public void Apply(ILoggingBuilder logging)
    {
        foreach (var category in new[] { "Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel" })
            logging.AddFilter(category, level => HasStarted ? level >= LogLevel.Warning : level == LogLevel.Warning);
    }
}

internal static partial class StartLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Sentinel runs on {HotState}, {ColdStorage}, {Jobs}; policy {Policy}")]
    public static partial void Write(ILogger logger, string hotState, string coldStorage, string jobs, string policy);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Scoring:Clock=Client: batches are scored at the time their client claims. For replays only"
    )]
    public static partial void ClientClock(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The audit is not signed: set Audit:DigestKey, or Audit:Digests=false if that is meant"
    )]
    public static partial void NoDigests(ILogger logger);
}

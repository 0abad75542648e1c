namespace Sentinel.Api.Hosting;

internal static partial class StartLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Sentinel runs on {HotState}, {ColdStorage}, {Jobs}; policy {Policy}")]
    public static partial void Write(ILogger logger, string hotState, string coldStorage, string jobs, string policy);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Scoring:Clock=Client: batches are scored at the time their client claims. For replays only")]
    public static partial void ClientClock(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit is not signed: set Audit:DigestKey, or Audit:Digests=false if that is meant")]
    public static partial void NoDigests(ILogger logger);
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sentinel.Client;

/// <summary>
/// Says in the site's log that Sentinel gives no answers: once when that begins and once when it ends, not for every call.
/// </summary>
internal sealed partial class OutageLog(IOptions<SentinelOptions> options, ILogger<SentinelClient> logger)
{
    private int unanswered;
    private int refused;

    /// <summary>A call had no answer.</summary>
    public void Away(string why)
    {
        if (Interlocked.Increment(ref unanswered) == 1)
            LogAway(options.Value.Endpoint, why);
    }

    /// <summary>Sentinel refused the key.</summary>
    public void Refused(int status, string? code)
    {
        if (Interlocked.Exchange(ref refused, 1) == 0)
            LogKeyRefused(status, code);
    }

    /// <summary>A call was answered.</summary>
    public void Answered()
    {
        if (Volatile.Read(ref refused) != 0)
            Volatile.Write(ref refused, 0);
        if (Volatile.Read(ref unanswered) != 0 && Interlocked.Exchange(ref unanswered, 0) is > 0 and var calls)
            LogBack(calls);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Sentinel at {Endpoint} gave no answer: {Why} Until it does, protected actions are decided as whenUnavailable says, and users log "
            + "in without a session"
    )]
    private partial void LogAway(Uri? endpoint, string why);

    [LoggerMessage(LogLevel.Information, "Sentinel answers again, after {Calls} calls without an answer")]
    private partial void LogBack(int calls);

    [LoggerMessage(
        LogLevel.Error,
        "Sentinel refused this site's key ({Status} {Code}): set Sentinel:ApiKey to a valid key of scope server, which POST /api/v1/keys "
            + "of Sentinel makes"
    )]
    private partial void LogKeyRefused(int status, string? code);
}

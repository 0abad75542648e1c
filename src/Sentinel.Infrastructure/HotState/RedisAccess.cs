using System.Security.Authentication;
using Sentinel.Infrastructure.Settings;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Distinguishes a Redis that refuses this server (the setting must change) from one that is away (it comes back).</summary>
public sealed class RedisAccess(IConnectionMultiplexer redis, HotStateOptions options, TimeProvider time)
{
    /// <summary>How long a trial's result is reused: unauthenticated health requests must not each cause one.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    /// <summary>In ms.</summary>
    private const int Patience = 500;

    private readonly Lock turn = new();
    private Task<string?>? trial;
    private long triedAt;

    private const string Remedy = $"check the user and the password in {RedisSetting.Name}";

    /// <summary>Asks for an answer now; the embedded server is not asked, because it starts with the server.</summary>
    /// <exception cref="WrongSettingException">Redis refuses this server, or does not answer.</exception>
    public async Task Reach()
    {
        await Ensure();
        if (options.Redis is null)
            return;
        try
        {
            await redis.GetDatabase().PingAsync();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw new WrongSettingException(RedisSetting.Name,
                "leads to no Redis that answers: start it, or check host, port and, for rediss, the certificate");
        }
    }

    /// <summary>If Redis is away, the start continues.</summary>
    /// <exception cref="WrongSettingException">Redis refuses the password, the user or the database number.</exception>
    public async Task Ensure()
    {
        if (options.Redis is null)
            return;
        try
        {
            await redis.GetDatabase().KeyExistsAsync(RedisKeys.Outbox(new(0)));
        }
        catch (RedisCommandException)
        {
            throw new WrongSettingException(RedisSetting.Name,
                "names a database that Redis does not have: leave the number out, or give one that is below Redis' own setting databases");
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            if (await Diagnose(e) is { } refusal)
                throw new WrongSettingException(RedisSetting.Name, $"names a Redis that refuses Sentinel: {refusal}");
        }
    }

    /// <summary>
    /// Why Redis refuses this server, from the failure of a call or else from a new connection: the client keeps reporting why its first
    /// connection broke, even if Redis has come back with another password. Null if Redis is only away.
    /// </summary>
    internal Task<string?> Diagnose(Exception? e)
    {
        if (Refusal(e) is { } known)
            return Task.FromResult<string?>(known);
        if (options.Redis is null)
            return Task.FromResult<string?>(null);
        lock (turn)
        {
            if (trial is null || (trial.IsCompleted && time.GetElapsedTime(triedAt) >= Kept))
                (trial, triedAt) = (Try(options.Redis), time.GetTimestamp());
            return trial;
        }
    }

    /// <summary>Tries a new connection, which is closed even if it completes after the wait.</summary>
    private static async Task<string?> Try(string setting)
    {
        var configuration = RedisSetting.Parse(setting);
        (configuration.AbortOnConnectFail, configuration.ConnectRetry, configuration.ConnectTimeout) = (true, 0, Patience);
        var connecting = ConnectionMultiplexer.ConnectAsync(configuration);
        try
        {
            await connecting.WaitAsync(TimeSpan.FromMilliseconds(2 * Patience));
            return null;
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            return Refusal(fault);
        }
        finally
        {
            _ = connecting.ContinueWith(static late => late.Result.DisposeAsync(), CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
    }

    /// <summary>Why Redis refuses this server, and the remedy; null if it is only away. Quotes no value.</summary>
    internal static string? Refusal(Exception? e) => e switch
    {
        null => null,
        AuthenticationException
            => $"its TLS certificate is not trusted; check the host name in {RedisSetting.Name}, and that its authority is known to "
            + "this machine",
        AggregateException several => several.InnerExceptions.Select(Refusal).FirstOrDefault(found => found is not null),
        RedisServerException { Message: { } said } when said.StartsWith("NOPERM", StringComparison.Ordinal) =>
            $"its user lacks a permission; grant it all keys and commands, or name another in {RedisSetting.Name}",
        { Message: { } said } when said.Contains("NOAUTH", StringComparison.Ordinal)
            || said.Contains("WRONGPASS", StringComparison.Ordinal) =>
            $"the password is missing or wrong; {Remedy}",
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => Refusal(e.InnerException)
            ?? $"the sign-in fails; {Remedy}, and whether Redis speaks TLS (rediss, ssl=true)",
        _ => Refusal(e.InnerException),
    };
}

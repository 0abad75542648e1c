using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// All hot-path calls to Redis pass through here: a wait within the request's budget, a circuit breaker per master, no retries. Transport
/// failures become <see cref="HotStateUnavailableException"/>, at once while the circuit is open. While it is closed, calls run directly
/// and report their outcome to it, which avoids Polly's asynchronous layers.
/// </summary>
internal sealed partial class RedisGate(IConnectionMultiplexer redis, RedisAccess access, TimeProvider time, ILogger<RedisGate> logger)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    /// <summary>For a reply that is already in the socket, if this machine was too busy to read it in time.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(15);

    private readonly TimeProvider time = time;
    private readonly ConcurrentDictionary<EndPoint, Circuit> circuits = [];
    private readonly Circuit?[] byPartition = new Circuit?[Partition.Count];
    private long refreshedAt;
    private bool held;

    /// <summary>While set, nothing is read or written, because the embedded server is being recovered.</summary>
    public bool IsHeld
    {
        get => Volatile.Read(ref held);
        set => Volatile.Write(ref held, value);
    }

    public async Task<T> Run<T>(Partition partition, Func<Task<T>> call, CancellationToken budget)
    {
        if (IsHeld) throw new HotStateUnavailableException("Hot state is being recovered.");
        var circuit = CircuitOf(partition);
        try
        {
            if (!circuit.IsClosed)
                return await circuit.Pipeline.ExecuteAsync(static async (state, cancel) => await Within(state(), cancel), call, budget);
            var result = await Within(call(), budget);
            circuit.Succeeded();
            return result;
        }
        catch (Exception e) when (circuit.IsClosed && IsTransport(e))
        {
            circuit.Failed(e);
            throw new HotStateUnavailableException("Hot state did not answer.", e);
        }
        catch (Exception e) when (e is BrokenCircuitException || IsTransport(e))
        {
            throw new HotStateUnavailableException("Hot state did not answer.", e);
        }
    }

    private static async Task<T> Within<T>(Task<T> call, CancellationToken budget)
    {
        var isLate = budget.IsCancellationRequested;
        try
        {
            return await call.WaitAsync(budget);
        }
        catch (OperationCanceledException) when (!isLate)
        {
            return await call.WaitAsync(Grace, CancellationToken.None);
        }
    }

    /// <summary>The circuit of the partition's master. The master is looked up again each second, because slots move.</summary>
    private Circuit CircuitOf(Partition partition)
    {
        var now = time.GetTimestamp();
        var refreshed = Volatile.Read(ref refreshedAt);
        if (time.GetElapsedTime(refreshed, now) >= Refresh && Interlocked.CompareExchange(ref refreshedAt, now, refreshed) == refreshed)
            Array.Clear(byPartition);
        return byPartition[partition.Value] ??= circuits.GetOrAdd(MasterOf(partition), static (master, gate) => new(gate, master), this);
    }

    /// <summary>The partition's master: of several endpoints, in any order, the one that receives commits.</summary>
    public EndPoint MasterOf(Partition partition)
    {
        EndPoint? master = null;
        foreach (var server in redis.GetServers())
        {
            if (server is { IsConnected: true, ServerType: ServerType.Cluster, ClusterConfiguration: { } cluster })
                return cluster.GetBySlot(redis.GetHashSlot(RedisKeys.Outbox(partition)))?.EndPoint ?? server.EndPoint;
            if (server is { IsConnected: true, IsReplica: false })
                master ??= server.EndPoint;
        }

        return master ?? redis.GetEndPoints()[0];
    }

    /// <summary>A canceled call has used up its request's budget.</summary>
    private static bool IsTransport(Exception e) =>
        e is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException;

    /// <summary>
    /// Logs a server's message, which tells why it refuses (disk full, memory full), but only the type of a client's exception. A host from
    /// the setting is logged by its position, because it may be part of a password.
    /// </summary>
    private async Task Away(EndPoint master, Exception? e)
    {
        var cause = await access.Diagnose(e) ?? (e is RedisServerException { Message: { } said } ? said[..Math.Min(said.Length, 160)]
            : e?.GetType().Name);
        var name = NameOf(master);
        LogAway(name, cause);
    }

    private void Back(EndPoint master)
    {
        var name = NameOf(master);
        LogBack(name);
    }

    private string NameOf(EndPoint master)
    {
        var place = Array.IndexOf(redis.GetEndPoints(configuredOnly: true), master);
        return place < 0 ? $"{master}" : string.Create(CultureInfo.InvariantCulture, $"{place + 1}");
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Hot state {Master} does not answer or refuses ({Cause}): its sessions are answered CHALLENGE until it does"
    )]
    private partial void LogAway(string master, string? cause);

    [LoggerMessage(Level = LogLevel.Information, Message = "Hot state {Master} answers again")]
    private partial void LogBack(string master);

    /// <summary>The circuit breaker of one master.</summary>
    private sealed class Circuit
    {
        private readonly CircuitBreakerStateProvider state = new();
        private bool away;

        public Circuit(RedisGate gate, EndPoint master) => Pipeline = new ResiliencePipelineBuilder { TimeProvider = gate.time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(2),
                BreakDuration = TimeSpan.FromMilliseconds(500),
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsTransport),
                StateProvider = state,
                OnOpened = opened =>
                {
                    // Each failed trial opens it again; only the first is logged.
                    if (!Interlocked.Exchange(ref away, true)) _ = gate.Away(master, opened.Outcome.Exception);
                    return default;
                },
                OnClosed = _ =>
                {
                    if (Interlocked.Exchange(ref away, false)) gate.Back(master);
                    return default;
                },
            })
            .Build();

        public ResiliencePipeline Pipeline { get; }

        public bool IsClosed => state.CircuitState == CircuitState.Closed;

        public void Succeeded()
        {
            try
            {
                Pipeline.Execute(static () => { });
            }
            catch (BrokenCircuitException)
            {
                // Other calls have opened it meanwhile; this call succeeded.
            }
        }

        public void Failed(Exception e)
        {
            try
            {
                Pipeline.Execute(static e => throw e, e);
            }
            catch (Exception again) when (ReferenceEquals(again, e) || again is BrokenCircuitException)
            {
                // The failure is counted.
            }
        }
    }
}

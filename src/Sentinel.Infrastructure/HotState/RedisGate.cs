using System.Collections.Concurrent;
using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Every hot-path call to Redis goes through here: a wait no longer than the request's budget and a circuit breaker for each master, no
/// retries. Whatever goes wrong with the transport comes out as <see cref="HotStateUnavailableException"/>, at once while the circuit is open.
/// While it is closed, calls are made directly and the circuit is told how they went, which spares each of them Polly's asynchronous layers.
/// </summary>
internal sealed class RedisGate(IConnectionMultiplexer redis, TimeProvider time)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    private static readonly EndPoint Alone = new DnsEndPoint("alone", 1);

    private readonly ConcurrentDictionary<EndPoint, Circuit> circuits = [];
    private readonly Circuit?[] byPartition = new Circuit?[Partition.Count];
    private long refreshedAt;

    public async Task<T> Run<T>(Partition partition, Func<Task<T>> call, CancellationToken budget)
    {
        var circuit = CircuitOf(partition);
        try
        {
            if (!circuit.IsClosed)
                return await circuit.Pipeline.ExecuteAsync(static async (state, cancel) => await state().WaitAsync(cancel), call, budget);
            var result = await call().WaitAsync(budget);
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

    /// <summary>The circuit of the master that has the partition. Which it is, is asked again each second: slots move.</summary>
    private Circuit CircuitOf(Partition partition)
    {
        var now = time.GetTimestamp();
        var refreshed = Volatile.Read(ref refreshedAt);
        if (time.GetElapsedTime(refreshed, now) >= Refresh && Interlocked.CompareExchange(ref refreshedAt, now, refreshed) == refreshed)
            Array.Clear(byPartition);
        return byPartition[partition.Value] ??= circuits.GetOrAdd(MasterOf(partition), static (_, time) => new(time), time);
    }

    private EndPoint MasterOf(Partition partition)
    {
        foreach (var server in redis.GetServers())
        {
            if (server.ServerType != ServerType.Cluster)
                return Alone;
            if (server.ClusterConfiguration is { } cluster)
                return cluster.GetBySlot(redis.GetHashSlot(HotStateKeys.Outbox(partition)))?.EndPoint ?? Alone;
        }

        return Alone;
    }

    /// <summary>A cancelled call is one that used up its request's budget.</summary>
    private static bool IsTransport(Exception e) => e is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException;

    /// <summary>One master's breaker.</summary>
    private sealed class Circuit
    {
        private readonly CircuitBreakerStateProvider state = new();

        public Circuit(TimeProvider time) => Pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(2),
                BreakDuration = TimeSpan.FromMilliseconds(500),
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsTransport),
                StateProvider = state,
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
                // Others have opened it meanwhile; this call went well all the same.
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
                // It has been counted.
            }
        }
    }
}

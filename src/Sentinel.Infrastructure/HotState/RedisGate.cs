using Polly;
using Polly.CircuitBreaker;
using Sentinel.Application.Ports;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Every hot-path call to Redis goes through here: a wait no longer than the request's budget and a circuit breaker, no retries.
/// Whatever goes wrong with the transport comes out as <see cref="HotStateUnavailableException"/>, at once while the circuit is open.
/// </summary>
internal sealed class RedisGate
{
    private readonly ResiliencePipeline pipeline;

    public RedisGate(TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        pipeline = builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(2),
                BreakDuration = TimeSpan.FromMilliseconds(500),
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsTransport),
            })
            .Build();
    }

    public async Task<T> Run<T>(Func<Task<T>> call, CancellationToken budget)
    {
        try
        {
            return await pipeline.ExecuteAsync(static async (state, cancel) => await state().WaitAsync(cancel), call, budget);
        }
        catch (Exception e) when (e is BrokenCircuitException || IsTransport(e))
        {
            throw new HotStateUnavailableException("Hot state did not answer.", e);
        }
    }

    /// <summary>A cancelled call is one that used up its request's budget.</summary>
    private static bool IsTransport(Exception e) => e is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException;
}

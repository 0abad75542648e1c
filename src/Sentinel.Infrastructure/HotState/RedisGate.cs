using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Sentinel.Application.Ports;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Every hot-path call to Redis goes through here: a bounded wait and a circuit breaker, no retries. Whatever goes wrong with the
/// transport comes out as <see cref="HotStateUnavailableException"/>, at once while the circuit is open.
/// </summary>
internal sealed class RedisGate
{
    private readonly ResiliencePipeline pipeline;

    public RedisGate(HotStateOptions options, TimeProvider time)
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
            .AddTimeout(TimeSpan.FromMilliseconds(options.TimeoutMilliseconds))
            .Build();
    }

    public async Task<T> Run<T>(Func<Task<T>> call)
    {
        try
        {
            return await pipeline.ExecuteAsync(static async (state, cancel) => await state().WaitAsync(cancel), call);
        }
        catch (Exception e) when (e is BrokenCircuitException || IsTransport(e))
        {
            throw new HotStateUnavailableException("Hot state did not answer.", e);
        }
    }

    private static bool IsTransport(Exception e) => e is RedisException or TimeoutException or TimeoutRejectedException or ObjectDisposedException;
}

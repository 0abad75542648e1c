using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Unit.Tests;

/// <summary>Keys in memory that can be made unavailable.</summary>
internal sealed class FakeApiKeys : IApiKeys
{
    private readonly Lock _gate = new();
    private readonly List<ApiKey> _keys = [];

    public bool IsAway { get; set; }

    /// <summary>How often all keys were read.</summary>
    public int Reads { get; private set; }

    public List<(Guid Key, DateTimeOffset At)> Uses { get; } = [];

    /// <summary>The next reads end only when this task completes.</summary>
    public Task ReadsMayEnd { get; set; } = Task.CompletedTask;

    public async Task<IReadOnlyList<ApiKey>> All(CancellationToken cancel)
    {
        Reads++;
        IReadOnlyList<ApiKey> keys = [.. Keys()];
        await ReadsMayEnd.WaitAsync(cancel);
        return keys;
    }

    public Task<IReadOnlyList<ApiKey>> Of(TenantId tenant, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ApiKey>>([.. Keys().Where(key => key.Tenant == tenant)]);

    public Task Add(ApiKey key, CancellationToken cancel)
    {
        Keys().Add(key);
        return Task.CompletedTask;
    }

    public Task<ApiKeyChange<T>> Change<T>(TenantId tenant, Func<IReadOnlyList<ApiKey>, ApiKeyChange<T>> decide, CancellationToken cancel)
    {
        lock (_gate)
        {
            var change = decide([.. Keys().Where(key => key.Tenant == tenant)]);
            _keys.RemoveAll(key => change.Written.Any(written => written.Id == key.Id));
            _keys.AddRange(change.Written);
            return Task.FromResult(change);
        }
    }

    public Task Used(Guid key, DateTimeOffset at, TimeSpan step, CancellationToken cancel)
    {
        var index = Keys().FindIndex(one => one.Id == key);
        _keys[index] = _keys[index] with { LastUsedAt = at };
        Uses.Add((key, at));
        return Task.CompletedTask;
    }

    private List<ApiKey> Keys() => IsAway ? throw new TimeoutException("away") : _keys;
}

namespace Sentinel.Client;

/// <summary>
/// The nonces of signatures that have opened a session, so that none does again. The default keeps them in this process; a site with
/// several nodes registers its own over a store that they share, before <c>AddDeclaredAgents</c>.
/// </summary>
public interface IUsedNonces
{
    /// <summary>Marks a nonce as used. Of two calls at once with the same one, only one succeeds.</summary>
    /// <param name="nonce">The nonce with its key.</param>
    /// <param name="until">When it may be forgotten, because the signature no longer counts.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if it was used before, or it cannot be remembered.</returns>
    ValueTask<bool> TryUseAsync(string nonce, DateTimeOffset until, CancellationToken cancellationToken);
}

/// <summary>In memory, bounded. When it is full of nonces that still count, no more are taken.</summary>
internal sealed class UsedNoncesInMemory(TimeProvider time, int capacity = UsedNoncesInMemory.Capacity) : IUsedNonces
{
    public const int Capacity = 100_000;

    private readonly Lock gate = new();
    private readonly HashSet<string> used = [];
    private readonly PriorityQueue<string, DateTimeOffset> byEnd = new();

    public ValueTask<bool> TryUseAsync(string nonce, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            while (byEnd.TryPeek(out var oldest, out var end) && end <= now)
            {
                byEnd.Dequeue();
                used.Remove(oldest);
            }

            if (used.Count >= capacity || !used.Add(nonce))
                return new(false);
            byEnd.Enqueue(nonce, until);
            return new(true);
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.IdentityModel.Tokens;
using Sentinel.Api.Settings;

namespace Sentinel.Api.Signals;

/// <summary>
/// The transmitters' public keys: read when the first token comes, every twelve hours, and when a token names an unknown one.
/// </summary>
internal sealed class TransmitterKeys(TimeProvider time) : IDisposable
{
    private const int MaxBytes = 256 * 1024;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>The least time between two reads, whatever tokens come.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Known> all = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1, 1);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <summary>The keys; after a failed read, those that were read before.</summary>
    /// <param name="transmitter">Whose.</param>
    /// <param name="anew">Whether a token is signed with none of them.</param>
    /// <param name="cancel">Cancels the read.</param>
    /// <exception cref="HttpRequestException">They were never read, and cannot be read now.</exception>
    public async Task<IList<SecurityKey>> Of(Transmitter transmitter, bool anew, CancellationToken cancel)
    {
        if (!IsDue(transmitter, anew, out var known))
            return known!.Keys;
        await gate.WaitAsync(cancel);
        try
        {
            if (!IsDue(transmitter, anew, out known))
                return known!.Keys;
            var keys = new JsonWebKeySet(await http.GetStringAsync(transmitter.Keys, cancel)).GetSigningKeys();
            all[transmitter.Name] = new(keys, time.GetUtcNow());
            return keys;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException or ArgumentException
            && !cancel.IsCancellationRequested)
        {
            return known?.Keys ?? throw new HttpRequestException("The keys cannot be read.", away);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        http.Dispose();
        gate.Dispose();
    }

    private bool IsDue(Transmitter transmitter, bool anew, out Known? known) =>
        !all.TryGetValue(transmitter.Name, out known) || time.GetUtcNow() - known.ReadAt > (anew ? Rest : Lifetime);

    private sealed record Known(IList<SecurityKey> Keys, DateTimeOffset ReadAt);
}

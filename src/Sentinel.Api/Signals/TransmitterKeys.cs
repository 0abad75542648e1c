using System.Collections.Concurrent;
using Microsoft.IdentityModel.Tokens;
using Sentinel.Api.Settings;

namespace Sentinel.Api.Signals;

/// <summary>
/// The transmitters' public keys: read when the first token comes, every twelve hours, and when a token names an unknown one.
/// </summary>
internal sealed partial class TransmitterKeys(TimeProvider time, ILogger<TransmitterKeys> logger) : IDisposable
{
    private const int MaxBytes = 256 * 1024;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>The least time between two reads of one transmitter's keys, failed ones too, whatever tokens come.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Known> all = new(StringComparer.Ordinal);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <summary>The keys. Nobody waits while another token has them read.</summary>
    /// <param name="transmitter">Whose.</param>
    /// <param name="anew">Whether a token is signed with none of those that were read.</param>
    /// <param name="cancel">Cancels the read.</param>
    /// <returns>Null if they cannot be told now: the token is to be sent again.</returns>
    public async Task<IList<SecurityKey>?> Of(Transmitter transmitter, bool anew, CancellationToken cancel)
    {
        var known = all.GetOrAdd(transmitter.Name, _ => new());
        var now = time.GetUtcNow();
        if (!anew && known.Keys is not null && now - known.ReadAt < Lifetime)
            return known.Keys;
        var before = anew ? null : known.Keys;
        if (now - known.TriedAt < Rest || Interlocked.Exchange(ref known.Reading, 1) == 1)
            return before;
        try
        {
            known.TriedAt = now;
            var keys = new JsonWebKeySet(await http.GetStringAsync(transmitter.Keys, cancel)).GetSigningKeys();
            (known.Keys, known.ReadAt) = (keys, now);
            return keys;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException or ArgumentException
            or InvalidOperationException && !cancel.IsCancellationRequested)
        {
            LogNoKeys(transmitter.Name, away.GetType().Name);
            return before;
        }
        finally
        {
            Volatile.Write(ref known.Reading, 0);
        }
    }

    public void Dispose() => http.Dispose();

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The keys of the transmitter {Transmitter} cannot be read ({Error}); tokens with an unknown key are answered 503")]
    private partial void LogNoKeys(string transmitter, string error);

    private sealed class Known
    {
        /// <summary>1 while they are read.</summary>
        public int Reading;

        public IList<SecurityKey>? Keys { get; set; }

        public DateTimeOffset ReadAt { get; set; }

        public DateTimeOffset TriedAt { get; set; }
    }
}

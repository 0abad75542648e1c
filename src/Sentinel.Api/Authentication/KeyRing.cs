using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions;

namespace Sentinel.Api.Authentication;

/// <summary>
/// The node's snapshot of the API keys, at most 5 s old while cold storage answers. Keys are found by the SHA-256 of what was presented,
/// so a look-up's time tells nothing about a key.
/// </summary>
public sealed partial class KeyRing(IApiKeys store, TimeProvider time, ILogger<KeyRing> logger) : BackgroundService
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);

    private FrozenDictionary<string, Caller> callers = FrozenDictionary<string, Caller>.Empty;
    private readonly ConcurrentDictionary<string, Caller> lent = new(StringComparer.Ordinal);
    private bool failing;

    public Caller? Find(string credential) =>
        credential.Length <= 256 && Fingerprint(Hash(credential)) is var found && (callers.TryGetValue(found, out var caller) || lent.TryGetValue(found, out caller)) ? caller : null;

    /// <summary>Takes a key that this process made for itself: no other node knows it, nothing stores it, and it ends with the process.</summary>
    internal void Lend(string key, Caller caller) => lent[Fingerprint(key)] = caller;

    /// <summary>Whether a key of this fingerprint is still valid.</summary>
    public bool Knows(string? fingerprint) => fingerprint is not null && callers.ContainsKey(fingerprint);

    /// <summary>The SHA-256 of a key in hex.</summary>
    public static string Fingerprint(string key) => Fingerprint(Hash(key));

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public async Task Load(CancellationToken cancel)
    {
        var keys = await store.All(cancel);
        callers = keys.ToFrozenDictionary(key => Fingerprint(key.Hash.Span), key => new Caller(key.Tenant, key.Scopes));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Refresh, time);
        while (await WaitAsync(timer, stoppingToken))
        {
            try
            {
                await Load(stoppingToken);
                failing = false;
            }
#pragma warning disable CA1031 // Cold storage may be away in any way; known keys go on.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!failing)
                    LogStale(e.GetBaseException().GetType().Name);
                failing = true;
            }
#pragma warning restore CA1031
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string Fingerprint(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash);

    [LoggerMessage(Level = LogLevel.Warning, Message = "API keys cannot be refreshed ({Error}); the known ones go on")]
    private partial void LogStale(string error);
}

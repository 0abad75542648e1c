using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sentinel.Api.Hosting;

/// <summary>
/// Keyed 64-bit hashes of credentials that this node accepted recently. They separate these from guesses without a look-up, and grant
/// nothing: each credential is still looked up afterwards. Two generations of at most <see cref="Most"/>; a dropped credential is
/// recognised again after its next use.
/// </summary>
internal sealed class RecentCredentials
{
    private const int Most = 65_536;

    private readonly long seed = MemoryMarshal.Read<long>(RandomNumberGenerator.GetBytes(sizeof(long)));
    private ConcurrentDictionary<ulong, bool> young = new();
    private ConcurrentDictionary<ulong, bool> old = new();

    public bool Contains(string credential)
    {
        var hash = Hash(credential);
        return young.ContainsKey(hash) || old.ContainsKey(hash);
    }

    public void Add(string credential)
    {
        if (!young.TryAdd(Hash(credential), true) || young.Count < Most)
            return;
        old = young;
        young = new();
    }

    public void Remove(string credential)
    {
        var hash = Hash(credential);
        young.TryRemove(hash, out _);
        old.TryRemove(hash, out _);
    }

    private ulong Hash(string credential) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(credential.AsSpan()), seed);
}

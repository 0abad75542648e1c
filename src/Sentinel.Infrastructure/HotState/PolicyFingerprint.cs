using System.Security.Cryptography;
using System.Text.Json;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.HotState;

/// <summary>What a node decides by.</summary>
/// <param name="Name">The policy's.</param>
/// <param name="Fingerprint">Hex; equal where every threshold and the population are.</param>
public sealed record PolicyFingerprint(string Name, string Fingerprint)
{
    public static PolicyFingerprint Of(Policy policy, Population population)
    {
        var all = JsonSerializer.SerializeToUtf8Bytes(new { policy, population.Id });
        return new(policy.Name, Convert.ToHexStringLower(SHA256.HashData(all).AsSpan(0, 16)));
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.HotState;

/// <summary>The policy of a node.</summary>
/// <param name="Name">The policy's name.</param>
/// <param name="Fingerprint">Hex; equal if all thresholds and the population are equal.</param>
public sealed record PolicyFingerprint(string Name, string Fingerprint)
{
    public static PolicyFingerprint Of(Policy policy, Population population)
    {
        var all = JsonSerializer.SerializeToUtf8Bytes(new { policy, population.Id });
        return new(policy.Name, Convert.ToHexStringLower(SHA256.HashData(all).AsSpan(0, 16)));
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace Sentinel.Api.Demo;

/// <summary>The demo bank's codes: six digits, valid for one try within five minutes.</summary>
internal sealed class OneTimeCodes : IDisposable
{
    private const int MaxPending = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly MemoryCache pending = new(new MemoryCacheOptions { SizeLimit = MaxPending });

    public string Issue(Guid challenge, string session)
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        pending.Set((challenge, session), code, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Lifetime, Size = 1 });
        return code;
    }

    /// <summary>Null if the session has no valid code for the challenge.</summary>
    public bool? Check(Guid challenge, string session, string? code)
    {
        if (!pending.TryGetValue((challenge, session), out string? expected))
            return null;
        pending.Remove((challenge, session));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected!), Encoding.UTF8.GetBytes(code?.Trim() ?? ""));
    }

    public void Dispose() => pending.Dispose();
}

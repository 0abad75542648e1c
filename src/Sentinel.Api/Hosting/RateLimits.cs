using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Sentinel.Api.Authentication;
using Sentinel.Api.Errors;

namespace Sentinel.Api.Hosting;

/// <summary>
/// Token buckets per key, and per address for what has none. Each node has its own, so a caller of n nodes has up to n times the limit: they keep one caller from
/// starving the others, no more. What one session or user may send is counted in their state, exactly.
/// </summary>
internal static class RateLimits
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static void AddRateLimits(this IServiceCollection services, TransportOptions options) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => Bucket(KeyOf(context), options.PerKey, "")),
            PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => Bucket(AddressOf(context), options.PerAddress, IPAddress.None)));
        limiter.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, Math.Ceiling(after.TotalSeconds)) : 1;
            rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            return new(Problems.TooManyRequests.Write(rejected.HttpContext));
        };
    });

    /// <param name="of">Whose bucket; null for what is not limited here.</param>
    /// <param name="perSecond">0 for no limit.</param>
    /// <param name="nobody">Stands for all that is not limited.</param>
    private static RateLimitPartition<T> Bucket<T>(T? of, int perSecond, T nobody)
        where T : class => of is null || perSecond == 0
        ? RateLimitPartition.GetNoLimiter(nobody)
        : RateLimitPartition.GetTokenBucketLimiter(of, _ => new()
        {
            TokenLimit = 2 * perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = Second,
            QueueLimit = 0,
        });

    /// <summary>Null for an ingest token, which anybody who visits a site can have, and for nobody.</summary>
    private static string? KeyOf(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true && context.Caller() is { Grant: null } caller ? caller.Key?.ToString() ?? caller.Tenant.Value : null;

    /// <summary>Of IPv6 the network of a customer, /64, since a customer can choose the rest. Null where a key is limited instead, and for sockets without addresses.</summary>
    private static IPAddress? AddressOf(HttpContext context)
    {
        if (KeyOf(context) is not null || context.Connection.RemoteIpAddress is not { } address)
            return null;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}

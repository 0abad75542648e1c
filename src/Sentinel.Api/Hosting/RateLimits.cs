using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Sentinel.Api.Authentication;
using Sentinel.Api.Errors;
using Sentinel.Domain.Sessions;

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
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Source>(context =>
        {
            var source = SourceOf(context);
            var perSecond = source == default ? 0 : source.Address is null ? options.PerKey : options.PerAddress;
            return perSecond == 0 ? RateLimitPartition.GetNoLimiter(source) : RateLimitPartition.GetTokenBucketLimiter(source, _ => new()
            {
                TokenLimit = 2 * perSecond,
                TokensPerPeriod = perSecond,
                ReplenishmentPeriod = Second,
                QueueLimit = 0,
            });
        });
        limiter.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, Math.Ceiling(after.TotalSeconds)) : 1;
            rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            return new(Problems.TooManyRequests.Write(rejected.HttpContext));
        };
    });

    /// <summary>The key, or the address of whoever has none: an ingest token is none, since anybody who visits a site can have one.</summary>
    private static Source SourceOf(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true && context.Caller() is { Grant: null } caller ? new(caller.Tenant, caller.Key, null)
        : new(default, null, context.Connection.RemoteIpAddress is { } address ? NetworkOf(address) : null);

    /// <summary>Of IPv6 the network of a customer, /64, since a customer can choose the rest.</summary>
    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new(bytes);
    }

    /// <summary>Whose bucket; the default stands for sockets without addresses, which are not limited.</summary>
    private readonly record struct Source(TenantId Tenant, Guid? Key, IPAddress? Address);
}

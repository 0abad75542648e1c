using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http.Features;
using Sentinel.Api.Authentication;
using Sentinel.Api.Errors;
using Sentinel.Api.Settings;
using Sentinel.Application.Access;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;

namespace Sentinel.Api.Hosting;

/// <summary>
/// Limits what one address, one key, and one session's refused batches may cost a node. Each node counts for itself, so n nodes allow up to
/// n times the limit: it only keeps one caller from starving the others. Accepted batches are counted exactly, in the state of the session
/// or user.
/// </summary>
/// <remarks>
/// An address pays before its credential is checked, so guesses above the limit cost no key hash and no look-up. A key that this node
/// accepted recently is recognised and does not pay: it has its own bucket, whatever else its address sends. Any other accepted key gets
/// back what its address has paid.
/// </remarks>
internal sealed class RateLimits(TransportOptions options, Refusals refusals, TimeProvider time)
{
    /// <summary>Refused batches of one session, per second and at once; a working client has none.</summary>
    private const double RefusedPerSecond = 20, RefusedAtOnce = 100;

    /// <summary>A body costs one more token per part of this many bytes, unless it is accepted, which only reading it shows.</summary>
    private const int PartBytes = 16 * 1024;

    /// <summary>Parts of a body of unknown size, and the maximum.</summary>
    private const int MaxParts = 16;

    private readonly TokenBuckets<IPAddress>? addresses = Buckets<IPAddress>(options.PerAddress, time);
    private readonly TokenBuckets<(TenantId Tenant, Guid? Key)>? keys = Buckets<(TenantId, Guid?)>(options.PerKey, time);
    private readonly TokenBuckets<(TenantId Tenant, SessionId Session)> sessions = new(RefusedPerSecond, RefusedAtOnce, time);
    private readonly RecentCredentials recent = new();

    /// <summary>Before authentication: admits the address, or answers 429.</summary>
    public Task Admit(HttpContext context, RequestDelegate next)
    {
        // Unix sockets have no addresses and are not limited.
        if (addresses is null || context.Connection.RemoteIpAddress is not { } remote)
            return next(context);
        var credential = CredentialOf(context.Request);
        var isRecent = credential is not null && recent.Contains(credential);
        var visit = new Visit(NetworkOf(remote), credential) { Paid = isRecent ? 0 : 1 + PartsOf(context.Request) };
        if (!isRecent && addresses.Take(visit.Address, visit.Paid) is { Ticks: > 0 } wait)
        {
            refusals.Note(Refusals.AddressLimited, TenantId.Default);
            return Refuse(context, wait, Problems.TooManyRequests);
        }

        context.Features.Set(visit);
        if (visit.Paid > 1)
            context.Response.OnCompleted(Settle, context);
        return next(context);
    }

    /// <summary>After authentication: limits keys, and sessions with too many refused batches.</summary>
    public Task Limit(HttpContext context, RequestDelegate next)
    {
        var caller = context.User.Identity?.IsAuthenticated == true ? context.Caller() : null;
        var isKey = caller is { Grant: null };
        if (context.Features.Get<Visit>() is { } visit)
            Recognise(visit, isKey);
        if (isKey && keys?.Take((caller!.Tenant, caller.Key)) is { Ticks: > 0 } wait)
        {
            refusals.Note(Refusals.KeyLimited, caller.Tenant);
            return Refuse(context, wait, Problems.TooManyRequests);
        }

        if (SessionOf(context, caller) is not { } session)
            return next(context);
        if (sessions.Take(session) is { Ticks: > 0 } pause)
        {
            Metrics.Refused(Refusals.SessionLimited);
            return Refuse(context, pause, Problems.TooManyBatches);
        }

        context.Response.OnCompleted(() =>
        {
            if (!IsRefusal(context.Response))
                sessions.GiveBack(session);
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>A key is recognised as long as it is accepted. The first refusal makes it pay again.</summary>
    private void Recognise(Visit visit, bool isKey)
    {
        if (isKey && visit.Paid > 0)
        {
            recent.Add(visit.Credential!);
            addresses!.GiveBack(visit.Address, visit.Paid);
            visit.Paid = 0;
        }
        else if (!isKey && visit.Paid == 0)
        {
            recent.Remove(visit.Credential!);
        }
    }

    /// <summary>An accepted request costs its address one token, however long its body: the session's own limit covers it.</summary>
    private Task Settle(object request)
    {
        var context = (HttpContext)request;
        if (context.Features.Get<Visit>() is { Paid: > 1 } visit && !IsRefusal(context.Response))
            addresses!.GiveBack(visit.Address, visit.Paid - 1);
        return Task.CompletedTask;
    }

    private static Task Refuse(HttpContext context, TimeSpan wait, Problems problem)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return problem.Write(context);
    }

    private static TokenBuckets<TKey>? Buckets<TKey>(int perSecond, TimeProvider time)
        where TKey : notnull => perSecond == 0 ? null : new(perSecond, 2 * perSecond, time);

    /// <summary>The credential that authentication will check; null if there is none.</summary>
    private static string? CredentialOf(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 ? request.Headers.Authorization.ToString() : request.Cookies[Credentials.CookieName];

    /// <summary>The session of a batch: that of the token, whatever the URL names. Null for other calls.</summary>
    private static (TenantId, SessionId)? SessionOf(HttpContext context, Caller? caller) =>
        caller is null || context.GetEndpoint()?.Metadata.GetMetadata<BatchesOfASessionAttribute>() is null ? null
        : caller.Grant is { } grant ? (caller.Tenant, grant.Session)
        : SessionId.TryParse(context.GetRouteValue("sessionId") as string ?? "", out var session) ? (caller.Tenant, session)
        : null;

    private static int PartsOf(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false ? 0
        : request.ContentLength is { } length and < MaxParts * PartBytes && request.Headers.ContentEncoding.Count == 0
            ? ((int)length + PartBytes - 1) / PartBytes
        : MaxParts;

    private static bool IsRefusal(HttpResponse response) =>
        response.StatusCode is >= StatusCodes.Status400BadRequest and < StatusCodes.Status500InternalServerError;

    /// <summary>For IPv6, the /64 network of a customer, because the customer can choose the rest.</summary>
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

    /// <summary>One request, and the tokens that its address has paid for it: none if a key was recognised.</summary>
    private sealed record Visit(IPAddress Address, string? Credential)
    {
        public int Paid { get; set; }
    }
}

/// <summary>Marks the call that reads the batches of a session: refused ones are charged to the session.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BatchesOfASessionAttribute : Attribute;

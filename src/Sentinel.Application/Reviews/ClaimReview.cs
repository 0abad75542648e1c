using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Reviews.Records;

namespace Sentinel.Application.Reviews;

/// <summary>Takes a case for a quarter of an hour, so that nobody else works on it.</summary>
public sealed record ClaimReview(Caller Caller, Guid Id) : IRequest<Outcome<ReviewCase>>;

/// <summary>Gives one's own claim back; without one, nothing changes.</summary>
public sealed record ReleaseReview(Caller Caller, Guid Id) : IRequest<Outcome<ReviewCase>>;

internal sealed class ClaimReviewHandler(IReviews reviews, AdministrativeAudit seen, TimeProvider time)
    : IRequestHandler<ClaimReview, Outcome<ReviewCase>>, IRequestHandler<ReleaseReview, Outcome<ReviewCase>>
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);

    public async Task<Outcome<ReviewCase>> Handle(ClaimReview command, CancellationToken cancellationToken)
    {
        var (caller, id) = command;
        var (by, now) = (ActorOf(caller), time.GetUtcNow());
        if (await reviews.Find(caller.Tenant, id, cancellationToken) is not { } before) return ReviewFaults.Unknown;
        await seen.Reads(caller, AuditKind.AuditRead, before.User, "review", before.Session.Value);
        var isClaimed = await reviews.Claim(caller.Tenant, id, by, now, now + Lasts, cancellationToken);
        if (await reviews.Find(caller.Tenant, id, cancellationToken) is not { } found) return ReviewFaults.Unknown;
        if (!isClaimed) return found.Label is null ? ReviewFaults.Claimed : ReviewFaults.Done;
        return found;
    }

    public async Task<Outcome<ReviewCase>> Handle(ReleaseReview command, CancellationToken cancellationToken)
    {
        var (caller, id) = command;
        await reviews.Release(caller.Tenant, id, ActorOf(caller), cancellationToken);
        return await reviews.Find(caller.Tenant, id, cancellationToken) is { } found ? found : ReviewFaults.Unknown;
    }

    internal static string ActorOf(Caller caller) => caller.Key?.ToString() ?? "";
}

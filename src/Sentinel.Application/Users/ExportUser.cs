using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Results;
using Sentinel.Application.Reviews.Records;
using Sentinel.Application.Sessions;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Users;

/// <summary>Exports all data of a user.</summary>
public sealed record ExportUser(Caller Caller, string UserId) : IRequest<Outcome<UserExport>>;

/// <param name="User">The user's hot state.</param>
/// <param name="Sessions">The sessions still in hot state.</param>
/// <param name="Learnt">What was learned; null when nothing ever was.</param>
/// <param name="Labels">The labels of the user's sessions and decisions.</param>
/// <param name="Sketches">The sketches of input in cold storage, oldest first.</param>
/// <param name="Reviews">The user's cases of the review queue, oldest first.</param>
/// <param name="ListEntries">The entries of the tenant's lists that name the user, oldest first.</param>
/// <param name="Audit">All audit rows, newest first, read while they are enumerated.</param>
public sealed record UserExport(
    UserState User,
    IReadOnlyList<SessionView> Sessions,
    Learnt? Learnt,
    IReadOnlyList<GivenLabel> Labels,
    IReadOnlyList<StoredSketch> Sketches,
    IReadOnlyList<ReviewCase> Reviews,
    IReadOnlyList<ListEntry> ListEntries,
    IAsyncEnumerable<AuditRecord> Audit
);

internal sealed class ExportUserHandler(
    ISessionStore store,
    IOutbox outbox,
    ISessionHistory history,
    IProfiles profiles,
    IFeedback feedback,
    ISketches sketches,
    IReviews reviews,
    IListEntries lists,
    IAuditLog audit,
    AdministrativeAudit seen,
    HotPathBudget budget,
    ListCache rules,
    PoliciesInForce policies,
    TimeProvider time
) : IRequestHandler<ExportUser, Outcome<UserExport>>
{
    private static readonly TimeSpan Hot = TimeSpan.FromHours(1);

    public async Task<Outcome<UserExport>> Handle(ExportUser query, CancellationToken cancellationToken)
    {
        if (!UserId.TryParse(query.UserId, out var id) || id == UserId.Unknown)
            return ProfileFaults.Unknown;
        var tenant = query.Caller.Tenant;
        var user = await Within(left => store.LoadUser(tenant, id, left));
        var learnt = await profiles.Export(tenant, id, cancellationToken);
        var now = time.GetUtcNow();
        var ids = (await outbox.SessionsOf(tenant, id, cancellationToken)).ToHashSet();
        ids.UnionWith(await history.SessionsOf(tenant, id, now - Hot, cancellationToken));
        List<SessionView> sessions = [];
        foreach (var session in ids)
        {
            if ((await Within(left => store.Load(tenant, session, id, left))).Session is { } state)
            {
                var listed = rules.RuleOnce(policies.Of(tenant), state, null, now).Live;
                sessions.Add(new(state, Verdicts.Current(state, user, Sensitivity.Medium, listed, now), state.IsOver(user)));
            }
        }

        var filter = new AuditFilter { Tenant = tenant, User = id };
        var entries = await lists.OfUser(tenant, id, cancellationToken);
        var isKnown =
            learnt is not null
            || entries.Count > 0
            || user != UserState.New
            || sessions.Count > 0
            || (await audit.Search(filter with { Limit = 1 }, cancellationToken)).Items.Count > 0;
        if (!isKnown)
            return ProfileFaults.Unknown;
        await seen.Reads(query.Caller, AuditKind.UserExported, id, "");
        return new UserExport(
            user,
            sessions,
            learnt,
            await feedback.OfUser(tenant, id, cancellationToken),
            await sketches.OfUser(tenant, id, cancellationToken),
            await reviews.OfUser(tenant, id, cancellationToken),
            entries,
            audit.ReadAll(filter, cancellationToken)
        );
    }

    private async Task<T> Within<T>(Func<CancellationToken, Task<T>> read)
    {
        using var left = budget.Start(time);
        return await read(left.Token);
    }
}

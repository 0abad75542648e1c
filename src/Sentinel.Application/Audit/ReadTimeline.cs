using FluentValidation;
using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit;

/// <summary>One page of a session's history, oldest first. Members hold the caller's text.</summary>
public sealed record ReadTimeline(Caller Caller, string SessionId) : IRequest<Outcome<TimelinePage>>
{
    /// <summary>The cursor of the previous page.</summary>
    public string? Cursor { get; init; }

    public int Limit { get; init; }
}

/// <param name="Items">The rows.</param>
/// <param name="Gaps">The gaps in the chain of commits up to and between these rows.</param>
/// <param name="Labels">The labels of the session and its decisions.</param>
/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record TimelinePage(
    IReadOnlyList<AuditRecord> Items,
    IReadOnlyList<ChainGap> Gaps,
    IReadOnlyList<GivenLabel> Labels,
    TimelineCursor? Next
);

public sealed class ReadTimelineValidator : AbstractValidator<ReadTimeline>
{
    public ReadTimelineValidator()
    {
        RuleFor(q => q.Cursor).Must(cursor => TimelineCursor.TryParse(cursor, out _)).When(q => q.Cursor is not null)
            .WithMessage("must be the nextCursor of a page");
        RuleFor(q => q.Limit).InclusiveBetween(1, 200).WithMessage("must be from 1 to 200");
    }
}

/// <summary>
/// Commits are ordered by number, because the clocks of two nodes may differ. Degraded rows have no number and are inserted by time. The
/// cursor holds one position for each, so rows that arrive meanwhile do not shift pages.
/// </summary>
internal sealed class ReadTimelineHandler(ISessionHistory history, IFeedback feedback, AdministrativeAudit seen)
    : IRequestHandler<ReadTimeline, Outcome<TimelinePage>>
{
    private static readonly Fault Unknown = new(
        FaultKind.NotFound,
        "session_unknown",
        "The audit has no such session: it was never opened, is too new, or is older than the retention of the audit."
    );

    public async Task<Outcome<TimelinePage>> Handle(ReadTimeline query, CancellationToken cancellationToken)
    {
        if (!SessionId.TryParse(query.SessionId, out var session)) return Unknown;
        var cursor = TimelineCursor.TryParse(query.Cursor, out var given) ? given : TimelineCursor.Start;
        var tenant = query.Caller.Tenant;
        // Read the previous page's last commit again, to check the chain across pages.
        var commits = (await history.Commits(tenant, session, cursor.Commit, query.Limit + 2, cancellationToken)).ToList();
        var degraded = await history.Degraded(tenant, session, cursor.Degraded, query.Limit + 1, cancellationToken);
        var read = commits.Count(commit => !cursor.IsBefore(commit));
        var last = read > 0 ? commits[read - 1] : null;
        if (cursor == TimelineCursor.Start && commits.Count + degraded.Count == 0) return Unknown;

        List<AuditRecord> items = [];
        List<ChainGap> gaps = [];
        var (c, d) = (read, 0);
        while (items.Count < query.Limit && (c < commits.Count || d < degraded.Count))
        {
            if (d < degraded.Count && (c == commits.Count || degraded[d].DecidedAt < commits[c].DecidedAt))
            {
                cursor = cursor with { Degraded = new(degraded[d].DecidedAt, degraded[d].DecisionId) };
                items.Add(degraded[d++]);
                continue;
            }

            if (ChainGap.Between(last, commits[c]) is { } gap) gaps.Add(gap);
            last = commits[c];
            cursor = cursor with { Commit = last.CommitNumber, CommitDecision = last.DecisionId };
            items.Add(commits[c++]);
        }

        var whose = items.FirstOrDefault(row => row.User != UserId.Unknown)?.User ?? UserId.Unknown;
        await seen.Reads(query.Caller, AuditKind.AuditRead, whose, "timeline", session.Value);
        return new TimelinePage(
            items,
            gaps,
            await feedback.OfSession(tenant, session, cancellationToken),
            c < commits.Count || d < degraded.Count ? cursor : null
        );
    }
}

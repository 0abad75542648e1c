using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Infrastructure.ColdStorage.Profiles;

/// <summary>Takes the lessons out of audit records on their way to cold storage. Every step may be done again: rows are known by their decision, and the rest only narrows.</summary>
internal sealed class LessonIntake(SentinelDbContext context, Population population, LearningOptions options, DateTimeOffset now, CancellationToken cancel)
{
    /// <summary>After that much more than the debounce a training that was asked for must have been lost, and is asked for again.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(10);

    public async Task<ProfileWork> Take(IReadOnlyList<AuditRecord> records)
    {
        var taught = records.Where(record => record.Learning != Learning.Never).ToArray();
        var passed = records.Where(record => record.Kind == AuditKind.Challenge && record.Reasons.Any(reason => reason.Id == ContextReasons.ChallengePassed.Id)).ToArray();
        var blocked = records.Where(record => record is { Kind: AuditKind.Batch, Decision: Decision.Block }).ToArray();
        var touched = await Keep(taught);
        touched.UnionWith(await Release(passed));
        foreach (var session in blocked.GroupBy(record => record.Session.Value))
            await Waiting(session.Key, session.Max(record => record.DecidedAt)).ExecuteDeleteAsync(cancel);
        var (train, publish) = (new HashSet<Guid>(), new HashSet<Guid>());
        foreach (var user in touched)
        {
            if (await IsDue(user)) train.Add(user);
        }

        await Compare(records.Where(record => record.Kind == AuditKind.SessionOpened), train, publish);
        return new([.. train], [.. publish]);
    }

    /// <summary>The users who got lessons that teach.</summary>
    private async Task<HashSet<Guid>> Keep(AuditRecord[] taught)
    {
        if (taught.Length == 0) return [];
        var ids = taught.Select(record => record.DecisionId).ToArray();
        var known = (await context.Lessons.Where(row => ids.Contains(row.DecisionId)).Select(row => row.DecisionId).ToListAsync(cancel)).ToHashSet();
        var teaching = new HashSet<Guid>();
        foreach (var user in taught.GroupBy(record => (record.Tenant, record.User)))
        {
            var profile = await ProfileOf(user.Key.Tenant.Value, user.Key.User.Value);
            foreach (var record in user.Where(record => !(record.DecidedAt <= profile.ForgottenAt)))
            {
                if (record.Learning != Learning.Quarantined) teaching.Add(profile.Id);
                if (!known.Contains(record.DecisionId)) context.Lessons.AddRange(Rows(profile.Id, record));
            }
        }

        await context.SaveChangesAsync(cancel);
        return teaching;
    }

    private async Task<HashSet<Guid>> Release(AuditRecord[] passed)
    {
        var released = new HashSet<Guid>();
        foreach (var session in passed.GroupBy(record => record.Session.Value))
        {
            var waiting = Waiting(session.Key, session.Max(record => record.DecidedAt));
            released.UnionWith(await waiting.Select(row => row.ProfileId).Distinct().ToListAsync(cancel));
            await waiting.ExecuteUpdateAsync(row => row.SetProperty(lesson => lesson.State, LessonState.New).SetProperty(lesson => lesson.Vouched, true), cancel);
        }

        return released;
    }

    /// <summary>What a session has in quarantine of until then.</summary>
    private IQueryable<LessonRow> Waiting(string session, DateTimeOffset until) =>
        context.Lessons.Where(row => row.SessionId == session && row.State == LessonState.Quarantined && row.DecidedAt <= until);

    /// <summary>Asks for a training unless one is waiting.</summary>
    private async Task<bool> IsDue(Guid user)
    {
        var (due, lost) = (now + options.RetrainDelay, now - Lost);
        return await context.Profiles.Where(row => row.Id == user && (row.RetrainAt == null || row.RetrainAt < lost))
            .ExecuteUpdateAsync(row => row.SetProperty(profile => profile.RetrainAt, due), cancel) > 0;
    }

    /// <summary>Whoever opened a session and was not scored with the published baseline gets it; one of another population is learnt anew.</summary>
    private async Task Compare(IEnumerable<AuditRecord> opened, HashSet<Guid> train, HashSet<Guid> publish)
    {
        foreach (var tenant in opened.GroupBy(record => record.Tenant.Value))
        {
            var scoredWith = tenant.GroupBy(record => record.User.Value).ToDictionary(user => user.Key, user => user.MaxBy(record => record.DecidedAt)!.BaselineVersion);
            var users = scoredWith.Keys.ToArray();
            var published = await context.Profiles.Where(row => row.Tenant == tenant.Key && users.Contains(row.UserId) && row.PublishedVersion > 0)
                .Join(context.Baselines, row => new { row.Id, Version = row.PublishedVersion }, row => new { Id = row.ProfileId, row.Version }, (profile, baseline) => new { profile.Id, profile.UserId, profile.PublishedVersion, baseline.Population })
                .ToListAsync(cancel);
            foreach (var one in published.Where(one => scoredWith[one.UserId] != one.PublishedVersion))
            {
                if (one.Population == population.Id) publish.Add(one.Id);
                else if (await IsDue(one.Id)) train.Add(one.Id);
            }
        }
    }

    private async Task<ProfileRow> ProfileOf(string tenant, string user)
    {
        if (await context.Profiles.AsNoTracking().SingleOrDefaultAsync(row => row.Tenant == tenant && row.UserId == user, cancel) is { } known) return known;
        var row = new ProfileRow { Id = Guid.CreateVersion7(now), Tenant = tenant, UserId = user };
        context.Profiles.Add(row);
        await context.SaveChangesAsync(cancel);
        return row;
    }

    private static IEnumerable<LessonRow> Rows(Guid profile, AuditRecord record)
    {
        var lesson = record.Lesson;
        if (!lesson.Entries.IsEmpty) yield return Row(LessonKind.Entries, new() { Entries = lesson.Entries });
        if (!lesson.Typing.IsEmpty) yield return Row(LessonKind.Typing, new() { Typing = lesson.Typing });
        if (!lesson.Strokes.IsEmpty) yield return Row(LessonKind.Strokes, new() { Strokes = lesson.Strokes });

        LessonRow Row(LessonKind kind, Lesson part) => new()
        {
            ProfileId = profile,
            DecisionId = record.DecisionId,
            Kind = kind,
            SessionId = record.Session.Value,
            DecidedAt = record.DecidedAt,
            State = record.Learning == Learning.Quarantined ? LessonState.Quarantined : LessonState.New,
            Vouched = record.Learning == Learning.Vouched,
            Content = LessonFormat.Write(part),
        };
    }
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Profiles;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Infrastructure.ColdStorage.Profiles;

/// <summary>One training of one user, inside a transaction that holds the user's row.</summary>
internal sealed class BaselineTraining(SentinelDbContext context, ProfileRow profile, Population population, DateTimeOffset now, CancellationToken cancel)
{
    /// <summary>Published versions that are kept to roll back to, besides one a day for the anchor.</summary>
    private const int VersionsKept = 20;

    /// <summary>Quarantined ones that are kept to be looked at.</summary>
    private const int QuarantinedKept = 5;

    /// <returns>Whether a version was published.</returns>
    public async Task<bool> Run(Func<Training, Trained> learn)
    {
        var rows = await context.Lessons.Where(row => row.ProfileId == profile.Id && (row.State == LessonState.New || row.State == LessonState.Kept))
            .OrderBy(row => row.DecidedAt).ThenBy(row => row.Id).ToListAsync(cancel);
        // What came in while it was being forgotten or rolled back.
        context.Lessons.RemoveRange(rows.Where(row => profile.Drops(row.DecidedAt)));
        rows.RemoveAll(row => profile.Drops(row.DecidedAt));
        var published = await context.Baselines.AsNoTracking().SingleOrDefaultAsync(row => row.ProfileId == profile.Id && row.Version == profile.PublishedVersion, cancel);
        var isStale = published is not null && published.Population != population.Id;
        if (!isStale && rows.TrueForAll(row => row.State == LessonState.Kept)) return await Save(false);

        var anchor = await Anchor();
        var trained = Learn();
        if (trained.Drifted)
        {
            Add(trained, BaselineStatus.Quarantined, vouched: false);
            foreach (var row in rows.Where(row => row is { State: LessonState.New, Vouched: false })) row.State = LessonState.Suspect;
            rows.RemoveAll(row => row.State == LessonState.Suspect);
            Metrics.Trained("quarantined");
            if (rows.TrueForAll(row => row.State == LessonState.Kept)) return await Save(false);
            trained = Learn();
        }

        var vouched = rows.Exists(row => row is { State: LessonState.New, Vouched: true });
        var dropped = trained.Dropped.ToHashSet();
        foreach (var row in rows)
        {
            if (dropped.Contains(row.Id)) context.Lessons.Remove(row);
            else row.State = LessonState.Kept;
        }

        if (trained.Baseline is null || trained.Drifted) return await Save(false);
        Add(trained, BaselineStatus.Published, vouched);
        profile.PublishedVersion = profile.LastVersion;
        Metrics.Trained("published");
        return await Save(true);

        Trained Learn() => learn(new(profile.LastVersion + 1, [.. rows.Select(row => Kept(row)).OfType<KeptLesson>()], anchor));
    }

    /// <summary>Null for one of a format that this version does not know: it teaches nothing.</summary>
    public static Lesson? Readable(byte[] content)
    {
        try
        {
            return LessonFormat.Read(content);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static KeptLesson? Kept(LessonRow row) => Readable(row.Content) is { } lesson ? new(row.Id, row.DecidedAt, row.Vouched, lesson) : null;

    /// <summary>
    /// What a new version must not have drifted from: of each model the newest version that has it and was published long ago, or learnt by what a passed challenge vouches for; else the
    /// oldest that has it.
    /// </summary>
    private async Task<Baseline?> Anchor()
    {
        var old = now - DriftCheck.AnchorAge;
        var good = await context.Baselines.AsNoTracking().Where(row => row.ProfileId == profile.Id && row.Status == BaselineStatus.Published && row.Population == population.Id)
            .OrderBy(row => row.Version).ToListAsync(cancel);
        if (good.Count == 0) return null;
        var (texts, typing, mouse, touch) = (Of("fixed_text"), Of("typing"), Of("mouse"), Of("touch"));
        return new(good[^1].Version, population) { Texts = texts?.Texts ?? [], Typing = typing?.Typing, Mouse = mouse?.Mouse, Touch = touch?.Touch };

        Baseline? Of(string model)
        {
            var have = good.Where(row => row.Models.Split(' ').Contains(model)).ToArray();
            var row = Array.FindLast(have, version => version.CreatedAt <= old || version.Vouched) ?? have.FirstOrDefault();
            return row is null ? null : BaselineFormat.Read(row.Content, population);
        }
    }

    private void Add(Trained trained, BaselineStatus status, bool vouched)
    {
        profile.LastVersion++;
        context.Baselines.Add(new()
        {
            ProfileId = profile.Id,
            Version = profile.LastVersion,
            CreatedAt = now,
            Status = status,
            Reason = status == BaselineStatus.Published ? "" : string.Create(
                CultureInfo.InvariantCulture, $"drift: the anchor would refuse {trained.Drift:P0} of what it was learnt from, {DriftCheck.Bound:P0} are allowed"),
            Drift = trained.Drift,
            Vouched = vouched,
            Models = trained.Baseline is { } baseline ? Models(baseline) : "",
            Population = population.Id,
            Content = trained.Baseline is null ? [] : BaselineFormat.Write(trained.Baseline),
        });
    }

    private static string Models(Baseline baseline) => string.Join(' ', new[]
    {
        baseline.Texts.IsEmpty ? null : "fixed_text", baseline.Typing is null ? null : "typing", baseline.Mouse is null ? null : "mouse", baseline.Touch is null ? null : "touch",
    }.OfType<string>());

    private async Task<bool> Save(bool published)
    {
        await context.SaveChangesAsync(cancel);
        await Prune();
        return published;
    }

    /// <summary>Keeps the last versions, of each day within the anchor's age the last one, the oldest and the vouched ones; and a few of those in quarantine.</summary>
    private async Task Prune()
    {
        var all = await context.Baselines.AsNoTracking().Where(row => row.ProfileId == profile.Id)
            .Select(row => new { row.Version, row.CreatedAt, row.Status, row.Vouched }).OrderByDescending(row => row.Version).ToListAsync(cancel);
        var quarantined = all.Where(row => row.Status == BaselineStatus.Quarantined).Take(QuarantinedKept);
        var others = all.Where(row => row.Status != BaselineStatus.Quarantined).ToArray();
        var daily = others.GroupBy(row => row.CreatedAt.UtcDateTime.Date).OrderByDescending(day => day.Key).Take((2 * DriftCheck.AnchorAge.Days) + 1).Select(day => day.First());
        var keep = quarantined.Concat(others.Take(VersionsKept)).Concat(daily).Concat(others.TakeLast(1)).Concat(others.Where(row => row.Vouched).Take(VersionsKept))
            .Select(row => row.Version).Append(profile.PublishedVersion).ToHashSet();
        var gone = all.Select(row => row.Version).Where(version => !keep.Contains(version)).ToArray();
        if (gone.Length > 0) await context.Baselines.Where(row => row.ProfileId == profile.Id && gone.Contains(row.Version)).ExecuteDeleteAsync(cancel);
    }
}

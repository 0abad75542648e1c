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
    /// <summary>Versions whose content is kept to roll back to, besides the anchor.</summary>
    private const int VersionsKept = 20;

    /// <returns>Whether a version was published.</returns>
    public async Task<bool> Run(Func<Training, Trained> learn)
    {
        var rows = await context.Lessons.Where(row => row.ProfileId == profile.Id && (row.State == LessonState.New || row.State == LessonState.Kept))
            .OrderBy(row => row.DecidedAt).ThenBy(row => row.Id).ToListAsync(cancel);
        var published = await context.Baselines.AsNoTracking().SingleOrDefaultAsync(row => row.ProfileId == profile.Id && row.Version == profile.PublishedVersion, cancel);
        var isStale = published is not null && published.Population != population.Id;
        if (!isStale && rows.TrueForAll(row => row.State == LessonState.Kept)) return false;

        var anchor = await Anchor();
        var trained = Learn();
        if (trained.Drifted)
        {
            Add(trained, BaselineStatus.Quarantined);
            foreach (var row in rows.Where(row => row is { State: LessonState.New, Vouched: false })) row.State = LessonState.Suspect;
            rows.RemoveAll(row => row.State == LessonState.Suspect);
            Metrics.Trained("quarantined");
            if (rows.TrueForAll(row => row.State == LessonState.Kept)) return await Save(false);
            trained = Learn();
            if (trained.Drifted) return await Save(false);
        }

        var dropped = trained.Dropped.ToHashSet();
        foreach (var row in rows)
        {
            if (dropped.Contains(row.Id)) context.Lessons.Remove(row);
            else row.State = LessonState.Kept;
        }

        if (trained.Baseline is null) return await Save(false);
        Add(trained, BaselineStatus.Published);
        profile.PublishedVersion = profile.LastVersion;
        Metrics.Trained("published");
        await Save(true);
        return await Prune(anchor?.Version ?? 0);

        Trained Learn() => learn(new(profile.LastVersion + 1, [.. rows.Select(row => Kept(row)).OfType<KeptLesson>()], anchor));
    }

    /// <summary>One of a format that this version does not know teaches nothing.</summary>
    private static KeptLesson? Kept(LessonRow row)
    {
        try
        {
            return new(row.Id, row.DecidedAt, row.Vouched, LessonFormat.Read(row.Content));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async Task<Baseline?> Anchor()
    {
        var old = now - DriftCheck.AnchorAge;
        var good = context.Baselines.AsNoTracking().Where(row => row.ProfileId == profile.Id && row.Status == BaselineStatus.Published);
        var row = await good.Where(version => version.CreatedAt <= old).OrderByDescending(version => version.Version).FirstOrDefaultAsync(cancel)
            ?? await good.OrderBy(version => version.Version).FirstOrDefaultAsync(cancel);
        return row is null ? null : BaselineFormat.Read(row.Content, population);
    }

    private void Add(Trained trained, BaselineStatus status)
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
        return published;
    }

    private async Task<bool> Prune(int anchor)
    {
        var oldest = profile.LastVersion - VersionsKept;
        await context.Baselines.Where(row => row.ProfileId == profile.Id && row.Version <= oldest && row.Version != anchor).ExecuteDeleteAsync(cancel);
        return true;
    }
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Results;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Infrastructure.ColdStorage.Profiles;

/// <summary>One training of one user, in a transaction that locks the user's row.</summary>
internal sealed class BaselineTraining(
    SentinelDbContext context,
    ProfileRow profile,
    Population population,
    DateTimeOffset now,
    CancellationToken cancel
)
{
    /// <summary>The published versions that are kept for rollback, besides the last of each day.</summary>
    private const int VersionsKept = 20;

    private const int DaysKept = 60;

    /// <summary>The quarantined versions that are kept for inspection.</summary>
    private const int QuarantinedKept = 5;

    /// <returns>Whether a version was published.</returns>
    public async Task<bool> Run(Func<Training, Trained> learn)
    {
        var rows = await context
            .TrainingSamples.Where(row => row.ProfileId == profile.Id && (row.State == SampleState.New || row.State == SampleState.Kept))
            .OrderBy(row => row.DecidedAt)
            .ThenBy(row => row.Id)
            .ToListAsync(cancel);
        // Samples that arrived while the user's data was forgotten or rolled back.
        context.TrainingSamples.RemoveRange(rows.Where(row => profile.Drops(row.DecidedAt)));
        rows.RemoveAll(row => profile.Drops(row.DecidedAt));
        var published = await context
            .Baselines.AsNoTracking()
            .SingleOrDefaultAsync(row => row.ProfileId == profile.Id && row.Version == profile.PublishedVersion, cancel);
        var isStale = published is not null && published.Population != population.Id;
        if (!isStale && rows.TrueForAll(row => row.State == SampleState.Kept)) return await Save(false);

        var trained = learn(new(profile.LastVersion + 1, [.. rows.Select(row => Kept(row)).OfType<StoredSample>()]));
        if (trained.Rejected is { } rejected)
        {
            Add(rejected, BaselineStatus.Quarantined, trained.RejectedDrift);
            Metrics.Trained("quarantined");
        }

        var isNews = isStale;
        foreach (var row in rows)
        {
            isNews |= trained.SetAside.Contains(row.Id) ? row.State == SampleState.Kept : row.State == SampleState.New;
            if (trained.Dropped.Contains(row.Id)) context.TrainingSamples.Remove(row);
            else if (trained.SetAside.Contains(row.Id)) row.State = SampleState.Suspect;
            else (row.State, row.TrainedIn) = (SampleState.Kept, row.TrainedIn ?? profile.LastVersion + 1);
        }

        if (trained.Baseline is null || !isNews)
        {
            // A version of another population is not used here; it stays available where that population is used.
            if (isStale) profile.PublishedVersion = 0;
            return await Save(false);
        }

        Add(trained.Baseline, BaselineStatus.Published, trained.Drift);
        profile.PublishedVersion = profile.LastVersion;
        Metrics.Trained("published");
        return await Save(true);
    }

    /// <summary>Null for a sample in an unknown format; it is not used.</summary>
    public static TrainingSample? Readable(byte[] content)
    {
        try
        {
            return TrainingSampleFormat.Read(content);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static StoredSample? Kept(TrainingSampleRow row) =>
        Readable(row.Content) is { } sample ? new(row.Id, row.DecidedAt, row.State == SampleState.New, row.Verified, sample) : null;

    private void Add(Baseline baseline, BaselineStatus status, double drift)
    {
        profile.LastVersion++;
        context.Baselines.Add(
            new()
            {
                ProfileId = profile.Id,
                Version = profile.LastVersion,
                CreatedAt = now,
                Status = status,
                Reason =
                    status == BaselineStatus.Published
                        ? ""
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"drift: {drift:P0} of the unverified samples do not match the verified ones, "
                                + $"or of the verified ones this version"
                        ),
                Drift = drift,
                Models = string.Join(' ', Enrolment.Of(baseline).Select(model => model.Model)),
                Population = population.Id,
                Content = BaselineFormat.Write(baseline),
            }
        );
    }

    private async Task<bool> Save(bool published)
    {
        await context.SaveChangesAsync(cancel);
        await Prune();
        return published;
    }

    /// <summary>Keeps the newest versions, the last one of each day, and the newest quarantined ones.</summary>
    private async Task Prune()
    {
        var all = await context.Baselines.AsNoTracking().Where(row => row.ProfileId == profile.Id)
            .Select(row => new { row.Version, row.CreatedAt, row.Status }).OrderByDescending(row => row.Version).ToListAsync(cancel);
        var quarantined = all.Where(row => row.Status == BaselineStatus.Quarantined).Take(QuarantinedKept);
        var others = all.Where(row => row.Status != BaselineStatus.Quarantined).ToArray();
        var daily = others
            .GroupBy(row => row.CreatedAt.UtcDateTime.Date)
            .OrderByDescending(day => day.Key)
            .Take(DaysKept)
            .Select(day => day.First());
        var keep = quarantined
            .Concat(others.Take(VersionsKept))
            .Concat(daily)
            .Select(row => row.Version)
            .Append(profile.PublishedVersion)
            .ToHashSet();
        var gone = all.Select(row => row.Version).Where(version => !keep.Contains(version)).ToArray();
        if (gone.Length > 0)
            await context.Baselines.Where(row => row.ProfileId == profile.Id && gone.Contains(row.Version)).ExecuteDeleteAsync(cancel);
    }
}

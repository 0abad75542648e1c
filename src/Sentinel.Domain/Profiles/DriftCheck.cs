using Sentinel.Domain.Features;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// Whether somebody has led a baseline away from its user step by step: how much of what it goes by is not the user's by the anchor, or how much of the anchor is not
/// the user's by it. The anchor is learnt from what passed challenges vouch for, so nobody leads it away without one; and a person with a new keyboard gets a new
/// rhythm by passing some.
/// </summary>
/// <param name="Share">The larger of both, of the field or kind of pointer where it is largest, 0..1.</param>
/// <param name="SetAside">Lessons without which it is within the bound.</param>
public sealed record DriftCheck(double Share, IReadOnlyList<KeptLesson> SetAside)
{
    /// <summary>Share from which a new baseline is not published.</summary>
    public const double Bound = 0.25;

    /// <summary>Entries that are judged: a template goes by a field's last ones.</summary>
    private const int LastEntries = 20;

    /// <summary>Fewer samples of typing, or strokes by twenties, prove no drift; their profiles go by all that is kept.</summary>
    private const int FewestSamples = 5;

    /// <summary>Strokes that are judged together; one alone says too little.</summary>
    private const int StrokesTogether = 20;

    /// <summary>
    /// What is new and nobody vouches for is set aside; where what was learnt before drifts without it, since challenges tell of another rhythm by now, all that nobody
    /// vouches for and is not the anchor's.
    /// </summary>
    public static DriftCheck Of(Reservoir reservoir, Population population)
    {
        var anchor = Baseline.Learn(0, [.. reservoir.Anchor.Select(kept => kept.Lesson)], population);
        var anchoring = reservoir.Anchor.Select(kept => kept.Id).ToHashSet();
        var doubtful = reservoir.Kept.Where(kept => !kept.Vouched && !anchoring.Contains(kept.Id)).ToArray();
        var drift = Drift(reservoir.Kept);
        if (drift <= Bound) return new(drift, []);
        var fresh = doubtful.Where(kept => kept.IsNew).ToArray();
        return new(drift, Drift([.. reservoir.Kept.Except(fresh)]) <= Bound ? fresh : doubtful);

        double Drift(IReadOnlyList<KeptLesson> lessons)
        {
            var learnt = Baseline.Learn(0, [.. lessons.Select(kept => kept.Lesson)], population);
            return Math.Max(Refused(anchor, lessons.Intersect(doubtful)), Refused(learnt, reservoir.Anchor));
        }
    }

    private static double Refused(Baseline by, IEnumerable<KeptLesson> kept)
    {
        var lessons = kept.Select(one => one.Lesson).ToArray();
        var entries = lessons.SelectMany(lesson => lesson.Entries).GroupBy(entry => entry.Field)
            .Select(field => Part([.. field.TakeLast(LastEntries).Select(entry => IsRefused(by, entry))], LastEntries));
        var typing = lessons.SelectMany(lesson => lesson.Typing).Select(sample => by.Typing is { } profile && !(profile.Normalised(profile.Score(sample)) <= 0));
        var strokes = lessons.SelectMany(lesson => lesson.Strokes).GroupBy(stroke => stroke.Kind)
            .Select(kind => Part([.. kind.Chunk(StrokesTogether).Where(chunk => chunk.Length == StrokesTogether).Select(chunk => IsRefused(by, chunk))], FewestSamples));
        return entries.Concat(strokes).Append(Part([.. typing], FewestSamples)).Max();
    }

    /// <summary>What would not teach, or speaks against the user; so does an entry of a field that is not known beside one that is.</summary>
    private static bool IsRefused(Baseline by, EntryWindow entry)
    {
        if (by.Text(entry.Field) is not { } template) return !by.Texts.IsEmpty;
        var score = template.Score(entry.Rhythm!);
        return !(score <= template.TeachesBelow) || by.Population.TextCalibration?.At(score - template.Level) > 0;
    }

    private static bool IsRefused(Baseline by, StrokeSample[] strokes) => by.Pointer(strokes[0].Kind) is { } profile && strokes.Average(profile.Score) > 0;

    private static double Part(bool[] refused, int fewest) => refused.Count(one => one) / (double)Math.Max(fewest, refused.Length);
}

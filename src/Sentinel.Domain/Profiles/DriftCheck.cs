using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// Whether somebody has led a baseline away from its user step by step: how much of what a new one would be learnt from an old one, the anchor, would refuse. What a
/// passed challenge vouches for does not count, so that a person with a new keyboard gets a new rhythm.
/// </summary>
public static class DriftCheck
{
    /// <summary>Share from which a new baseline is not published.</summary>
    public const double Bound = 0.4;

    /// <summary>A version that was published this long ago is an anchor.</summary>
    public static readonly TimeSpan AnchorAge = TimeSpan.FromDays(30);

    /// <summary>Fewer windows of a kind prove no drift.</summary>
    private const int FewestWindows = 20;

    /// <summary>Strokes that are judged together; one alone says too little.</summary>
    private const int StrokesTogether = 20;

    /// <summary>A normalised score from which input is nearer to everybody's than to the user's.</summary>
    private const double Middle = 0;

    /// <returns>0..1, of the kind of windows where it is largest; 0 where the anchor knows nothing of them.</returns>
    public static double Share(Baseline anchor, IEnumerable<Lesson> unvouched)
    {
        var lessons = unvouched.ToArray();
        var shares = anchor.Texts.Select(text => Refused(
            lessons.SelectMany(lesson => lesson.Entries).Where(entry => entry.Field == text.Field)
                .Select(entry => !(text.Template.Score(entry.Rhythm!) <= text.Template.TeachesBelow)), FewestWindows)).ToList();
        if (anchor.Typing is { } typing)
            shares.Add(Refused(lessons.SelectMany(lesson => lesson.Typing).Select(sample => !(typing.Normalised(typing.Score(sample)) <= Middle)), FewestWindows / 4));
        foreach (var kind in new[] { PointerKind.Mouse, PointerKind.Touch })
        {
            if (anchor.Pointer(kind) is not { } profile) continue;
            var scores = lessons.SelectMany(lesson => lesson.Strokes).Where(stroke => stroke.Kind == kind).Select(profile.Score);
            shares.Add(Refused(scores.Chunk(StrokesTogether).Where(chunk => chunk.Length == StrokesTogether).Select(chunk => chunk.Average() > Middle), FewestWindows / 4));
        }

        return shares.DefaultIfEmpty(0).Max();
    }

    private static double Refused(IEnumerable<bool> refused, int fewest)
    {
        var all = refused.ToArray();
        return all.Length < fewest ? 0 : all.Count(one => one) / (double)all.Length;
    }
}

using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Trust;
using Sentinel.Tests.Domain.People;
using Xunit.Abstractions;

namespace Sentinel.Tests.Domain;

/// <summary>Somebody on the user's own device leads the baseline away, 0.1 ms a key stroke: what the template, the gate and the drift check make of it together.</summary>
public sealed class PoisoningTests(ITestOutputHelper output)
{
    private const int Strokes = 10_000;
    private const int EntriesADay = 20;
    private const double Drift = 0.1;

    [Fact]
    public void Train_WhenSomebodyDriftsOverTenThousandStrokes_TheyAreNotTheUserInTheEndAndTheUserStillIs()
    {
        var (user, attacker) = (new Typist(1), new Typist(1));
        var kept = Enrolled(user).ToList();
        var anchor = Trained.Of(new(1, kept, null), Crowd.Population).Baseline!;
        var (published, version, day, entered, quarantined, taught) = (anchor, 2, 1, 0, 0, 0);
        for (var typed = 0; typed < Strokes; day++)
        {
            List<KeptLesson> fresh = [];
            for (var i = 0; i < EntriesADay && typed < Strokes; i++)
            {
                var shift = typed * Drift;
                typed += Typist.Length;
                entered++;
                var entry = new EntryWindow(Crowd.Password, EntryRhythm.Of(attacker.Strokes(Typist.Length, shift: shift)), 1);
                if (LearningGate.MayTeach(entry, published, challengePassed: false)) fresh.Add(new((day * 1_000) + i, At(day), false, new() { Entries = [entry] }));
            }

            if (fresh.Count == 0) continue;
            taught += fresh.Count;
            var trained = Trained.Of(new(version++, [.. kept, .. fresh], anchor), Crowd.Population);
            if (trained.Drifted)
            {
                quarantined++;
                continue;
            }

            kept = [.. kept.Concat(fresh).Where(lesson => !trained.Dropped.Contains(lesson.Id))];
            published = trained.Baseline!;
        }

        var last = attacker.Strokes(Typist.Length, shift: Strokes * Drift);
        var accepted = user.Entries(100).Count(entry => Llr(published, entry) < 0);
        output.WriteLine($"{entered} entries of the attacker, {taught} got through to training, {quarantined} versions quarantined, the user's own accepted {accepted} of 100");
        Assert.True(Llr(published, EntryRhythm.Of(last)!) > 0, "the attacker is the user");
        Assert.InRange(accepted, 80, 100);
    }

    [Fact]
    public void Train_WhenAnotherPersonTeachesForMonths_NoVersionOfTheirsIsPublished()
    {
        var kept = Enrolled(new Typist(1)).ToList();
        var anchor = Trained.Of(new(1, kept, null), Crowd.Population).Baseline!;
        var other = new Typist(2);
        kept.AddRange(Enumerable.Range(0, 200).Select(i => new KeptLesson(10_000 + i, At(10 + (i / 10)), false, new() { Entries = [new(Crowd.Password, other.Entry(Typist.Length), 1)] })));
        Assert.True(Trained.Of(new(2, kept, anchor), Crowd.Population).Drifted);
    }

    [Fact]
    public void Train_WhenAPassedChallengeVouches_ANewRhythmIsNoDrift()
    {
        var kept = Enrolled(new Typist(1)).ToList();
        var anchor = Trained.Of(new(1, kept, null), Crowd.Population).Baseline!;
        var other = new Typist(2);
        kept.AddRange(Enumerable.Range(0, 200).Select(i => new KeptLesson(10_000 + i, At(10 + (i / 10)), true, new() { Entries = [new(Crowd.Password, other.Entry(Typist.Length), 1)] })));
        Assert.False(Trained.Of(new(2, kept, anchor), Crowd.Population).Drifted);
    }

    private static IEnumerable<KeptLesson> Enrolled(Typist user) =>
        Enumerable.Range(0, 60).Select(i => new KeptLesson(i, At(0), true, new() { Entries = [new(Crowd.Password, user.Entry(Typist.Length), 1)] }));

    private static double Llr(Baseline baseline, EntryRhythm entry) => new Sentinel.Domain.Detection.Anomaly.EntryManner().Judge(new(Crowd.Password, entry, 1), baseline).LogLikelihoodRatio;

    private static DateTimeOffset At(int day) => DateTimeOffset.UnixEpoch.AddDays(20_000 + day);
}

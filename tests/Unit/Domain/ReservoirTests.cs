using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Tests.Domain.People;

namespace Sentinel.Tests.Domain;

/// <summary>What is kept of a user's lessons, and what the anchor is learnt from.</summary>
public sealed class ReservoirTests
{
    private const int Most = Reservoir.MostEntries;

    private static readonly EntryRhythm Rhythm = new Typist(1).Entry(Typist.Length);

    [Fact]
    public void Overflow_WhenOneDayFloods_KeepsTheOthers()
    {
        KeptLesson[] lessons =
        [
            .. Enumerable.Range(0, 5).SelectMany(day => Day(day, 40, vouched: false, day * 100)),
            .. Day(9, 300, vouched: false, 1_000),
        ];
        var gone = Gone(lessons);
        Assert.Equal(lessons.Length - Most, gone.Count);
        Assert.InRange(lessons.Count(lesson => lesson.Id >= 1_000 && !gone.Contains(lesson.Id)), Most / 5, Most / 4);
        // Of the others the oldest day has to go.
        Assert.All(gone.Where(id => id < 1_000), id => Assert.True(id < 100));
    }

    [Fact]
    public void Overflow_WhenTheAnchorIsOld_LeavesIt()
    {
        KeptLesson[] lessons =
        [
            .. Day(0, 50, vouched: true, 0),
            .. Enumerable.Range(1, 20).SelectMany(day => Day(day, 30, vouched: false, day * 100)),
        ];
        Assert.All(Gone(lessons), id => Assert.True(id >= 100));
    }

    [Fact]
    public void Anchor_WhenChallengesWerePassed_IsTheNewestThatTheyVouchFor()
    {
        var anchor = Reservoir.Anchor(
            [.. Day(0, 50, vouched: true, 0), .. Day(1, 400, vouched: false, 1_000), .. Day(2, 50, vouched: true, 2_000)],
            1
        );
        Assert.Equal(
            Enumerable.Range(40, 10).Concat(Enumerable.Range(2_000, 50)).Select(id => (long)id),
            anchor.Select(lesson => lesson.Id)
        );
    }

    [Fact]
    public void Anchor_WhenOneChallengeWasPassed_IsFilledByTheFirstLessonsHoweverManyFollow()
    {
        var first = Day(0, 1, vouched: true, 0).Concat(Day(0, 80, vouched: false, 1)).ToArray();
        KeptLesson[] lessons = first;
        for (var day = 1; day < 60; day++)
        {
            lessons = [.. lessons, .. Day(day, 20, vouched: false, day * 1_000)];
            var gone = Gone(lessons);
            lessons = [.. lessons.Where(lesson => !gone.Contains(lesson.Id))];
        }

        Assert.Equal(first.Take(Most / 12).Select(lesson => lesson.Id), Reservoir.Anchor(lessons, 1).Select(lesson => lesson.Id));
    }

    private static HashSet<long> Gone(KeptLesson[] lessons) =>
        [.. Reservoir.Overflow(lessons, Reservoir.Anchor(lessons, 1).Select(lesson => lesson.Id).ToHashSet())];

    private static IEnumerable<KeptLesson> Day(int day, int entries, bool vouched, long firstId) =>
        Enumerable
            .Range(0, entries)
            .Select(i => new KeptLesson(
                firstId + i,
                At(day).AddSeconds(i),
                false,
                vouched,
                new() { Entries = [new(Crowd.Password, Rhythm, 1)] }
            ));

    private static DateTimeOffset At(int day) => DateTimeOffset.UnixEpoch.AddDays(20_000 + day);
}

using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Tests.Domain.People;

namespace Sentinel.Tests.Domain;

/// <summary>What is kept of a user's lessons, and what the anchor is learnt from.</summary>
public sealed class ReservoirTests
{
    private static readonly EntryRhythm Rhythm = new Typist(1).Entry(Typist.Length);

    [Fact]
    public void Kept_WhenOneDayFloods_LeavesTheOthers()
    {
        var lessons = Days(300, day: 4, entriesADay: 1).Concat(Day(9, 300, vouched: false, firstId: 1_000)).ToArray();
        var reservoir = new Reservoir(LessonKind.Entries, lessons);
        Assert.Equal(Reservoir.MostEntries, reservoir.Kept.Count);
        Assert.All(reservoir.Dropped, lesson => Assert.True(lesson.Id >= 1_000 || lesson.At < At(9)));
        Assert.True(reservoir.Kept.Count(lesson => lesson.Id >= 1_000) <= Reservoir.MostEntries / 4);
    }

    [Fact]
    public void Anchor_WhenChallengesWerePassed_IsTheNewestThatTheyVouchFor()
    {
        var reservoir = new Reservoir(LessonKind.Entries, [.. Day(0, 50, vouched: true, 0), .. Day(1, 400, vouched: false, 1_000), .. Day(2, 50, vouched: true, 2_000)]);
        Assert.Equal(Reservoir.MostEntries / 4, reservoir.Anchor.Count);
        Assert.All(reservoir.Anchor, lesson => Assert.True(lesson.Vouched));
        Assert.Equal(50, reservoir.Anchor.Count(lesson => lesson.Id >= 2_000));
        Assert.Equal(Enumerable.Range(40, 10).Select(id => (long)id), reservoir.Anchor.Where(lesson => lesson.Id < 50).Select(lesson => lesson.Id));
    }

    [Fact]
    public void Anchor_WhenOneChallengeWasPassed_IsFilledByTheFirstLessonsHoweverManyFollow()
    {
        var first = Day(0, 1, vouched: true, 0).Concat(Day(0, 80, vouched: false, 1)).ToArray();
        IReadOnlyList<KeptLesson> lessons = first;
        for (var day = 1; day < 60; day++) lessons = new Reservoir(LessonKind.Entries, [.. lessons, .. Day(day, 20, vouched: false, day * 1_000)]).Kept;
        var anchor = new Reservoir(LessonKind.Entries, lessons).Anchor;
        Assert.Equal(first.Take(Reservoir.MostEntries / 12).Select(lesson => lesson.Id), anchor.Select(lesson => lesson.Id));
    }

    [Fact]
    public void Anchor_WhenTwoFieldsAreUsed_HasBoth()
    {
        var reservoir = new Reservoir(LessonKind.Entries, [.. Day(0, 40, vouched: true, 0, field: 1), .. Day(1, 200, vouched: true, 1_000, field: 2)]);
        Assert.Equal([(1UL, 30), (2UL, 30)], reservoir.Anchor.GroupBy(lesson => lesson.Lesson.Subject).Select(field => (field.Key, field.Count())).Order());
    }

    private static IEnumerable<KeptLesson> Days(int count, int day, int entriesADay) =>
        Enumerable.Range(0, count).SelectMany(i => Day(i * day / count, entriesADay, vouched: false, i * entriesADay)).OrderBy(lesson => lesson.At);

    private static IEnumerable<KeptLesson> Day(int day, int entries, bool vouched, long firstId, ulong field = Crowd.Password) =>
        Enumerable.Range(0, entries).Select(i => new KeptLesson(firstId + i, At(day).AddSeconds(i), false, vouched, new() { Entries = [new(field, Rhythm, 1)] }));

    private static DateTimeOffset At(int day) => DateTimeOffset.UnixEpoch.AddDays(20_000 + day);
}

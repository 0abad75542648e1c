namespace Sentinel.Domain.Profiles;

/// <summary>
/// What is kept of a user's lessons of one kind: bounded, newer ones in place of older, and no day more than a quarter while others have to go, so that one long
/// sitting, or one day of somebody else's, never is the user. A quarter is the anchor's and stays.
/// </summary>
public sealed class Reservoir
{
    public const int MostEntries = 240;

    public const int MostTyping = 60;

    public const int MostStrokes = 1_500;

    /// <summary>Part of the capacity that one day may hold while there is more than fits, and that the anchor has.</summary>
    private const int Share = 4;

    /// <summary>Part of the capacity that makes an anchor: so far first lessons stand in for vouched ones.</summary>
    private const int Enough = 12;

    /// <param name="kind">Of all the lessons.</param>
    /// <param name="lessons">Oldest first.</param>
    public Reservoir(LessonKind kind, IReadOnlyList<KeptLesson> lessons)
    {
        var capacity = Capacity(kind);
        var subjects = lessons.Reverse().GroupBy(lesson => lesson.Lesson.Subject).Take(Baseline.MostTexts).Select(subject => subject.Reverse().ToArray()).ToArray();
        var anchor = subjects.SelectMany(subject => AnchorOf(subject, capacity / subjects.Length)).Select(lesson => lesson.Id).ToHashSet();
        Anchor = [.. lessons.Where(lesson => anchor.Contains(lesson.Id))];
        var others = lessons.Where(lesson => !anchor.Contains(lesson.Id)).ToArray();
        Dropped = Overflow(others, capacity - Anchor.Sum(lesson => lesson.Lesson.Windows));
        var dropped = Dropped.Select(lesson => lesson.Id).ToHashSet();
        Kept = [.. lessons.Where(lesson => !dropped.Contains(lesson.Id))];
    }

    /// <summary>Of each of the last two subjects the newest that a passed challenge vouches for and, while those are few, the first that were ever learnt: what somebody else cannot have led astray.</summary>
    public IReadOnlyList<KeptLesson> Anchor { get; }

    /// <summary>What stays, the anchor with it; oldest first.</summary>
    public IReadOnlyList<KeptLesson> Kept { get; }

    public IReadOnlyList<KeptLesson> Dropped { get; }

    private static int Capacity(LessonKind kind) => kind switch
    {
        LessonKind.Entries => MostEntries,
        LessonKind.Typing => MostTyping,
        _ => MostStrokes,
    };

    private static IEnumerable<KeptLesson> AnchorOf(IReadOnlyList<KeptLesson> lessons, int capacity)
    {
        var windows = 0;
        foreach (var lesson in lessons.Where(lesson => lesson.Vouched).Reverse().Concat(lessons.Where(lesson => !lesson.Vouched)))
        {
            if (windows >= capacity / (lesson.Vouched ? Share : Enough)) yield break;
            windows += lesson.Lesson.Windows;
            yield return lesson;
        }
    }

    private static List<KeptLesson> Overflow(IReadOnlyList<KeptLesson> lessons, int capacity)
    {
        var days = lessons.GroupBy(lesson => lesson.At.UtcDateTime.Date).OrderBy(day => day.Key)
            .Select(day => (Lessons: new Queue<KeptLesson>(day), Sum: day.Sum(lesson => lesson.Lesson.Windows))).ToList();
        List<KeptLesson> overflow = [];
        for (var total = days.Sum(day => day.Sum); total > capacity;)
        {
            var fullest = days.Select((day, at) => (day.Sum, at)).MaxBy(day => day.Sum);
            var from = fullest.Sum > capacity / Share ? fullest.at : days.FindIndex(day => day.Sum > 0);
            var (queue, sum) = days[from];
            var gone = queue.Dequeue();
            overflow.Add(gone);
            total -= gone.Lesson.Windows;
            days[from] = (queue, sum - gone.Lesson.Windows);
        }

        return overflow;
    }
}

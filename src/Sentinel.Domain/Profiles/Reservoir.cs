namespace Sentinel.Domain.Profiles;

/// <summary>
/// What is kept of a user's lessons: bounded for each kind of window, newer ones in place of older, and no day more than a quarter while others have to go, so that
/// one long sitting, or one day of somebody else's, never is the user.
/// </summary>
public static class Reservoir
{
    public const int MostEntries = 240;

    public const int MostTyping = 60;

    public const int MostStrokes = 1_500;

    /// <summary>Part of the capacity that one day may hold while there is more than fits.</summary>
    private const int DaysShare = 4;

    /// <summary>Which rows have to go.</summary>
    /// <param name="rows">Of one kind: when they were decided and how many windows they hold, oldest first.</param>
    /// <param name="capacity">Windows that may stay.</param>
    public static IReadOnlyList<int> Overflow(IReadOnlyList<(DateTimeOffset At, int Windows)> rows, int capacity)
    {
        var days = rows.Select((row, index) => (row, index)).GroupBy(pair => pair.row.At.UtcDateTime.Date).OrderBy(day => day.Key)
            .Select(day => (Rows: new Queue<int>(day.Select(pair => pair.index)), Sum: day.Sum(pair => pair.row.Windows))).ToList();
        List<int> overflow = [];
        for (var total = rows.Sum(row => row.Windows); total > capacity;)
        {
            var fullest = days.Select((day, at) => (day.Sum, at)).MaxBy(day => day.Sum);
            var from = fullest.Sum > capacity / DaysShare ? fullest.at : days.FindIndex(day => day.Sum > 0);
            var (queue, sum) = days[from];
            var gone = queue.Dequeue();
            overflow.Add(gone);
            total -= rows[gone].Windows;
            days[from] = (queue, sum - rows[gone].Windows);
        }

        return overflow;
    }
}

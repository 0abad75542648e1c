using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Simulations.Records;

namespace Sentinel.Application.Simulations;

/// <summary>
/// Goes through recorded sessions one after the other. It holds a page of rows and one session's state, whatever the time it covers, and
/// stores what it has counted between two sessions, so that it goes on from there after a crash. After each page it rests half as
/// long as the page took: it takes two thirds of a core at most.
/// </summary>
public sealed class SimulationRun(
    ISimulations simulations, IRecordedSessions sessions, PolicyCatalog policies, TimeProvider time)
{
    private const int Page = 4_000;

    private static readonly TimeSpan BetweenStores = TimeSpan.FromSeconds(1);

    /// <param name="work">The simulation.</param>
    /// <param name="patience">After this time, it stops between two sessions.</param>
    /// <param name="cancel">Stops it at any point; what it has not stored is counted again.</param>
    /// <returns>Whether there is more to do.</returns>
    public async Task<bool> Advance(SimulationWork work, TimeSpan patience, CancellationToken cancel)
    {
        var (simulation, at) = (work.Simulation, work.At);
        RecordedRange range = new(simulation.Tenant, simulation.From, simulation.To);
        SimulationTally tally = new(work, policies);
        var (started, stored) = (time.GetTimestamp(), time.GetTimestamp());
        while (!at.IsAtEnd)
        {
            var page = time.GetTimestamp();
            var rows = await sessions.Read(range, at, Page, cancel);
            var whole = Whole(rows);
            await tally.Take(rows.Take(whole), await Labels(rows, whole, cancel), cancel);
            at = Next(rows, whole, at);
            var isBetween = at.At == DateTimeOffset.MaxValue;
            if (isBetween)
                tally.Close();
            if (isBetween && (at.IsAtEnd || time.GetElapsedTime(stored) >= BetweenStores))
            {
                if (!await simulations.Advance(work, at, tally.Counts, cancel))
                    return false;
                (work, stored) = (work with { At = at, Slice = work.Slice + 1 }, time.GetTimestamp());
                if (time.GetElapsedTime(started) >= patience)
                    return !at.IsAtEnd;
            }

            await Task.Delay(time.GetElapsedTime(page) / 2, time, cancel);
        }

        return false;

        async Task<IReadOnlyList<RecordedLabel>> Labels(IReadOnlyList<RecordedRow> rows, int count, CancellationToken token) =>
            count == 0 ? [] : await sessions.Labels(simulation.Tenant, rows[0].Session, rows[count - 1].Session, token);
    }

    /// <summary>How many rows to take of a page: those of whole sessions, or all if one session fills it.</summary>
    private static int Whole(IReadOnlyList<RecordedRow> rows)
    {
        if (rows.Count < Page)
            return rows.Count;
        var first = rows.Count - 1;
        while (first > 0 && rows[first - 1].Session == rows[^1].Session)
            first--;
        return first == 0 ? rows.Count : first;
    }

    private static RecordedCursor Next(IReadOnlyList<RecordedRow> rows, int taken, RecordedCursor at)
    {
        if (rows.Count < Page)
            return RecordedCursor.OfPartition(at.Partition + 1);
        return taken == rows.Count ? RecordedCursor.After(rows[^1]) : RecordedCursor.After(rows[taken - 1].Session);
    }
}

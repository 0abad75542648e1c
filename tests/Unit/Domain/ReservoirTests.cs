using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;

namespace Sentinel.Unit.Tests;

/// <summary>Which training samples of a user are kept, and which make up the anchor.</summary>
public sealed class ReservoirTests
{
    private const int Most = Reservoir.MaxEntries;

    private static readonly FixedTextRhythm Rhythm = new Typist(1).Entry(Typist.Length);

    [Fact]
    public void Overflow_WhenOneDayFloods_KeepsTheOthers()
    {
        StoredSample[] samples =
        [
            .. Enumerable.Range(0, 5).SelectMany(day => Day(day, 40, verified: false, day * 100)),
            .. Day(9, 300, verified: false, 1_000),
        ];
        var gone = Gone(samples);
        Assert.Equal(samples.Length - Most, gone.Count);
        Assert.InRange(samples.Count(sample => sample.Id >= 1_000 && !gone.Contains(sample.Id)), Most / 5, Most / 4);
        // Among the others, samples of the oldest day are dropped.
        Assert.All(gone.Where(id => id < 1_000), id => Assert.True(id < 100));
    }

    [Fact]
    public void Overflow_WhenTheAnchorIsOld_LeavesIt()
    {
        StoredSample[] samples =
        [
            .. Day(0, 50, verified: true, 0),
            .. Enumerable.Range(1, 20).SelectMany(day => Day(day, 30, verified: false, day * 100)),
        ];
        Assert.All(Gone(samples), id => Assert.True(id >= 100));
    }

    [Fact]
    public void Anchor_WhenChallengesWerePassed_IsTheNewestVerified()
    {
        var anchor = Reservoir.Anchor(
            [.. Day(0, 50, verified: true, 0), .. Day(1, 400, verified: false, 1_000), .. Day(2, 50, verified: true, 2_000)],
            1
        );
        Assert.Equal(
            Enumerable.Range(40, 10).Concat(Enumerable.Range(2_000, 50)).Select(id => (long)id),
            anchor.Select(sample => sample.Id)
        );
    }

    [Fact]
    public void Anchor_WhenOneChallengeWasPassed_IsFilledByTheFirstTrainingSamplesHoweverManyFollow()
    {
        var first = Day(0, 1, verified: true, 0).Concat(Day(0, 80, verified: false, 1)).ToArray();
        StoredSample[] samples = first;
        for (var day = 1; day < 60; day++)
        {
            samples = [.. samples, .. Day(day, 20, verified: false, day * 1_000)];
            var gone = Gone(samples);
            samples = [.. samples.Where(sample => !gone.Contains(sample.Id))];
        }

        Assert.Equal(first.Take(Most / 12).Select(sample => sample.Id), Reservoir.Anchor(samples, 1).Select(sample => sample.Id));
    }

    private static HashSet<long> Gone(StoredSample[] samples) =>
        [.. Reservoir.Overflow(samples, Reservoir.Anchor(samples, 1).Select(sample => sample.Id).ToHashSet())];

    private static IEnumerable<StoredSample> Day(int day, int entries, bool verified, long firstId) =>
        Enumerable
            .Range(0, entries)
            .Select(i => new StoredSample(
                firstId + i,
                At(day).AddSeconds(i),
                false,
                verified,
                new() { Entries = [new(Crowd.Password, Rhythm, 1)] }
            ));

    private static DateTimeOffset At(int day) => DateTimeOffset.UnixEpoch.AddDays(20_000 + day);
}

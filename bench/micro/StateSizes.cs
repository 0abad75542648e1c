using Sentinel.Bench;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Micro;

/// <summary>The size in bytes of a session's encoded state by age.</summary>
internal static class StateSizes
{
    public static IEnumerable<Finding> Measure()
    {
        var (user, id) = Population.Of(7);
        foreach (var batches in (int[])[1, 10, 100, 1_000, 10_000])
        {
            // The last few states, because their numbers of open strokes differ.
            var sizes = Enumerable
                .Range(Math.Max(1, batches - 4), Math.Min(batches, 5))
                .Select(count =>
                    (double)SessionCodec.Encode(MatureSession.After(count, TenantId.Default, user, id), CommitId.New()).Length
                );
            yield return new($"state after {batches:N0} batches", Spread.Of(sizes), "B", 2560, "lower");
        }
    }
}

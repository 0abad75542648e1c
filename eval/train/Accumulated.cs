namespace Sentinel.Train;

/// <summary>Evidence as a session adds it up.</summary>
internal static class Accumulated
{
    /// <summary>The highest value of the one-sided cumulative sum.</summary>
    public static double Highest(IEnumerable<double> nats)
    {
        var (sum, highest) = (0.0, 0.0);
        foreach (var window in nats)
        {
            sum = Math.Max(0, sum + window);
            highest = Math.Max(highest, sum);
        }

        return highest;
    }
}

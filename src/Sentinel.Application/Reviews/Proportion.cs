namespace Sentinel.Application.Reviews;

/// <summary>A share with its interval of 95 % by Wilson (1927), which stays between 0 and 1 and holds for few cases too.</summary>
/// <param name="Share">0..1.</param>
/// <param name="Low">0..1.</param>
/// <param name="High">0..1.</param>
public readonly record struct Proportion(double Share, double Low, double High)
{
    private const double Z = 1.959964;

    /// <summary>Null if nothing was counted.</summary>
    public static Proportion? Of(long hits, long all)
    {
        if (all == 0) return null;
        var share = (double)hits / all;
        var scale = 1 + (Z * Z / all);
        var middle = (share + (Z * Z / (2 * all))) / scale;
        var half = Z / scale * Math.Sqrt((share * (1 - share) / all) + (Z * Z / (4.0 * all * all)));
        return new(Round(share), Round(Math.Max(0, middle - half)), Round(Math.Min(1, middle + half)));
    }

    private static double Round(double share) => Math.Round(share, 4);
}

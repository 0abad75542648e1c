namespace Sentinel.Accuracy;

/// <summary>Scores against one person's template; a higher score is evidence for an impostor.</summary>
/// <param name="Genuine">Scores of the person's attempts.</param>
/// <param name="Impostor">Scores of other people's attempts.</param>
internal sealed record Scores(IReadOnlyList<double> Genuine, IReadOnlyList<double> Impostor)
{
    /// <summary>All people's scores together, to evaluate one common threshold.</summary>
    public static Scores Pooled(IEnumerable<Scores> people)
    {
        var all = people.ToArray();
        return new([.. all.SelectMany(scores => scores.Genuine)], [.. all.SelectMany(scores => scores.Impostor)]);
    }

    /// <summary>The error rate at the threshold where equal shares of genuine attempts are refused and of impostors accepted.</summary>
    public double Eer()
    {
        var (closest, rate) = (double.PositiveInfinity, 1.0);
        foreach (var (refused, accepted) in Curve())
        {
            if (Math.Abs(refused - accepted) >= closest) continue;
            (closest, rate) = (Math.Abs(refused - accepted), (refused + accepted) / 2);
        }

        return rate;
    }

    /// <summary>The probability that an impostor scores above a genuine attempt; ties count as one half.</summary>
    public double Auc()
    {
        var genuine = Genuine.Order().ToArray();
        var sum = 0.0;
        foreach (var score in Impostor)
        {
            var below = LowerBound(genuine, score);
            var upTo = below;
            while (upTo < genuine.Length && genuine[upTo] == score) upTo++;
            sum += below + ((upTo - below) / 2.0);
        }

        return sum / ((double)genuine.Length * Impostor.Count);
    }

    /// <summary>Shares of genuine attempts refused and of impostors accepted, from the strictest threshold to the loosest.</summary>
    public IEnumerable<(double Refused, double Accepted)> Curve()
    {
        var (genuine, impostor) = (Genuine.Order().ToArray(), Impostor.Order().ToArray());
        var (g, i) = (0, 0);
        yield return (1, 0);
        while (g < genuine.Length || i < impostor.Length)
        {
            var threshold = Math.Min(
                g < genuine.Length ? genuine[g] : double.PositiveInfinity,
                i < impostor.Length ? impostor[i] : double.PositiveInfinity
            );
            while (g < genuine.Length && genuine[g] <= threshold)
                g++;
            while (i < impostor.Length && impostor[i] <= threshold)
                i++;
            yield return (1 - ((double)g / genuine.Length), (double)i / impostor.Length);
        }
    }

    private static int LowerBound(double[] ordered, double value)
    {
        var found = Array.BinarySearch(ordered, value);
        if (found < 0) return ~found;
        while (found > 0 && ordered[found - 1] == value) found--;
        return found;
    }
}

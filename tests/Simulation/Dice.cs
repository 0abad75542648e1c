namespace Sentinel.Simulation;

/// <summary>Seeded randomness: a seed always gives the same values, on any machine.</summary>
public sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>For one of many actors, by name and number.</summary>
    public Dice(int seed, string name, int index) : this(Hash($"{seed}/{name}/{index}"))
    {
    }

    public double Between(double low, double high) => low + (high - low) * _random.NextDouble();

    public int Whole(int low, int high) => _random.Next(low, high + 1);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>The Box–Muller transform.</summary>
    public double Normal(double mean, double deviation) =>
        mean + deviation * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <param name="median">Median of the value.</param>
    /// <param name="sigma">Standard deviation of its logarithm.</param>
    public double LogNormal(double median, double sigma) => median * Math.Exp(Normal(0, sigma));

    private static int Hash(string text)
    {
        var hash = 2166136261;
        foreach (var character in text) hash = (hash ^ character) * 16777619;
        return (int)(hash & int.MaxValue);
    }
}

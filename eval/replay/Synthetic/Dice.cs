namespace Sentinel.Replay;

/// <summary>Seeded randomness: the same seed and name roll the same for ever, on any machine.</summary>
internal sealed class Dice
{
    private readonly Random _random;

    public Dice(int seed, string name, int index)
    {
        uint hash = 2166136261;
        foreach (var character in $"{seed}/{name}/{index}") hash = (hash ^ character) * 16777619;
        _random = new((int)(hash & int.MaxValue));
    }

    public double Between(double low, double high) => low + (high - low) * _random.NextDouble();

    public int Whole(int low, int high) => _random.Next(low, high + 1);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>Box–Muller.</summary>
    public double Normal(double mean, double deviation) =>
        mean + deviation * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <param name="median">Of the outcome.</param>
    /// <param name="sigma">Of its logarithm.</param>
    public double LogNormal(double median, double sigma) => median * Math.Exp(Normal(0, sigma));
}

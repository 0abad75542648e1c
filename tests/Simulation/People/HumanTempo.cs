namespace Sentinel.Simulation;

/// <summary>
/// A person's tempo, drawn from a model of how people type: mixtures of log-normals for the interval before each key and for its hold. The
/// model was fitted to 1,248 writers by eval/train; it is no recording of anybody. Log-normals that do not depend on the keys before are
/// what bots draw from, and are found.
/// </summary>
public sealed class HumanTempo : ITempo
{
    private const int Units = 48;
    private const int Groups = 12;
    private const int Person = 4;
    private const int Inputs = 3 + Person;
    private const int OfInterval = 4;
    private const int OfHold = 3;
    private const int Outputs = (3 * OfInterval) + (4 * OfHold);

    /// <summary>The most standard deviations by which a person differs from the mean. The rare ones are personas of their own.</summary>
    private const double Usual = 1.2;

    private static readonly int People = PeopleNet.Size(2 * Groups, Inputs, Units, Outputs);

    private static readonly Lazy<float[]> Weights = new(() => PeopleNet.Read("human-tempo.bin", People + Person + (Person * Person)));

    private readonly PeopleNet net = new(Weights.Value, 2 * Groups, Inputs, Units, Outputs);
    private readonly double[] values = new double[Inputs];
    private readonly double[] intervalHabits = new double[Groups * Groups];
    private readonly double[] holdHabits = new double[Groups];
    private int before;

    /// <param name="person">Who types: another seed is another person.</param>
    /// <param name="slowness">A factor on the person's intervals.</param>
    /// <param name="weight">A factor on the person's holds.</param>
    public HumanTempo(Dice person, double slowness = 1, double weight = 1)
    {
        var weights = Weights.Value;
        var draws = Enumerable.Range(0, Person).Select(_ => Math.Clamp(person.Normal(0, 1), -Usual, Usual)).ToArray();
        for (var i = 0; i < Person; i++)
        {
            values[3 + i] = weights[People + i];
            for (var j = 0; j <= i; j++)
                values[3 + i] += weights[People + Person + (i * Person) + j] * draws[j];
        }

        values[3] += Math.Log(weight) / 0.5;
        values[4] += Math.Log(slowness) / 0.7;
        for (var i = 0; i < intervalHabits.Length; i++) intervalHabits[i] = person.LogNormal(1, 0.08);
        for (var i = 0; i < Groups; i++) holdHabits[i] = person.LogNormal(1, 0.06);
    }

    public (double Interval, double Hold) Next(KeyGroup key, Dice dice)
    {
        var group = key == KeyGroup.Other ? Groups - 2 : (int)key;
        Span<double> outputs = stackalloc double[Outputs];
        net.Step([group, Groups + before], values, outputs);
        var interval = PeopleNet.Draw(outputs[..(3 * OfInterval)], OfInterval, 0, dice);
        var hold = PeopleNet.Draw(outputs[(3 * OfInterval)..], OfHold, interval, dice);
        var (ms, held) = (Math.Clamp(Math.Exp(5.1 + (0.7 * interval)), 13, 3_000), Math.Clamp(Math.Exp(4.6 + (0.5 * hold)), 20, 900));
        ms *= intervalHabits[(before * Groups) + group];
        held *= holdHabits[group];
        (values[2], values[0], values[1]) = (Math.Clamp(ms - LastHold, -500, 1_500) / 200, hold, interval);
        (before, LastHold) = (group, held);
        return (ms, held);
    }

    /// <summary>ms; the hold of the key before.</summary>
    private double LastHold { get; set; } = 100;
}

namespace Sentinel.Simulation;

/// <summary>
/// A person's way to a target, drawn from a model of how people move a mouse: every 16 ms, mixtures for the movement along and across the
/// way that is left, until the person stops. The model was fitted to three people by eval/train; it is no recording of anybody. Kinematic
/// models of an arm are what bots draw from, and are found.
/// </summary>
/// <param name="person">Who moves: another seed is another person.</param>
public sealed class HumanPath(Dice person) : IPath
{
    /// <summary>ms from one position to the next.</summary>
    public const double Period = 16;

    /// <summary>The people of the model.</summary>
    public const int People = 3;

    public const int OfAlong = 5;
    public const int OfAcross = 4;

    /// <summary>Of each step: the mixture along, the mixture across, and whether it was the last.</summary>
    public const int Outputs = (3 * OfAlong) + (4 * OfAcross) + 1;

    public const int Units = 32;

    private const int MostSteps = 160;

    private static readonly Lazy<float[]> Weights =
        new(() => PeopleNet.Read("human-path.bin", PeopleNet.Size(People, ReachStep.Inputs, Units, Outputs)));

    private readonly int who = person.Whole(0, People - 1);
    private readonly double pace = person.Between(0.85, 1.2);

    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
    {
        var net = new PeopleNet(Weights.Value, People, ReachStep.Inputs, Units, Outputs);
        var (outputs, values) = (new double[Outputs], new double[ReachStep.Inputs]);
        var step = new ReachStep(from, to);
        for (var i = 1; i <= MostSteps; i++)
        {
            step.Describe(values);
            net.Step([who], values, outputs);
            var along = PeopleNet.Draw(outputs.AsSpan(0, 3 * OfAlong), OfAlong, 0, dice);
            var across = PeopleNet.Draw(outputs.AsSpan(3 * OfAlong, 4 * OfAcross), OfAcross, along, dice);
            step = step.Moved(along, across);
            yield return new(i * Period * pace, step.At.X, step.At.Y);
            if (dice.Chance(PeopleNet.Sigmoid(outputs[^1])))
                yield break;
        }
    }
}

namespace Sentinel.Simulation;

/// <summary>
/// A kind of person with a device or a disability who uses a site for minutes. Another seed gives another person of the kind.
/// </summary>
public sealed partial class Persona
{
    /// <summary>What the person does in some seconds, again and again.</summary>
    private readonly Action<Desk> turn;

    private Persona(string name, Action<Desk> turn) => (Name, this.turn) = (name, turn);

    /// <summary>Letters, digits and dashes.</summary>
    public string Name { get; }

    /// <summary>Whether the page receives what it would receive from a script. Then CHALLENGE is the right answer.</summary>
    public bool LooksLikeAScript { get; init; }

    /// <summary>What happens to the input on its way; persons of the kind take turns.</summary>
    public IReadOnlyList<string> Deliveries { get; init; } = [Delivery.AsRecorded.Name];

    public PointerKind Kind { get; init; }

    /// <summary>ms between the samples of the pointer.</summary>
    public double Sampling { get; init; } = 8;

    internal Func<Dice, Hand> Hand { get; init; } = dice => new(dice);

    internal Func<Dice, double, Arm> Arm { get; init; } = (dice, sampling) => new(dice, sampling);

    /// <param name="index">Which person of the kind.</param>
    /// <param name="minutes">For how long.</param>
    public (Performance Input, Delivery Delivery) Play(int index, double minutes)
    {
        var dice = new Dice(1, Name, index);
        var desk = new Desk(dice, Kind) { Hand = Hand(dice), Arm = Arm(dice, Sampling) };
        while (desk.Now < minutes * 60_000)
        {
            turn(desk);
            desk.Rest(1_500);
        }

        return (desk.Performance, Delivery.All.Single(one => one.Name == Deliveries[index % Deliveries.Count]));
    }
}

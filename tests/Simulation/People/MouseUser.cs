namespace Sentinel.Simulation;

/// <summary>A person who points and clicks, with a mouse or remote desktop of the given sampling interval.</summary>
internal sealed class MouseUser(string name, double samplingMs) : IActor
{
    public string Name => name;

    public bool IsBot => false;

    public Performance Play(Dice dice)
    {
        var performance = new Performance();
        var arm = new Arm(dice, samplingMs);
        double now = 0;
        for (var movements = dice.Whole(18, 35); movements > 0; movements--)
        {
            now = arm.MoveTo(performance, now, dice.Between(20, 1400), dice.Between(20, 800));
            if (dice.Chance(0.7)) now = arm.Click(performance, now);
            now += dice.LogNormal(700, 0.7);
        }

        return performance;
    }
}

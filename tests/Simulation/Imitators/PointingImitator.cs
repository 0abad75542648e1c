namespace Sentinel.Simulation;

/// <summary>A bot that moves to some thirty targets, rests and presses with a person's delays.</summary>
internal sealed class PointingImitator(string name, Func<Dice, IPath> make) : IActor
{
    private const int Targets = 30;

    public string Name => $"imitator-{name}";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var (performance, path, now, from) = (new Performance(), make(dice), 0.0, (X: 300.0, Y: 300.0));
        for (var target = 0; target < Targets; target++)
        {
            var to = (X: dice.Between(20, 1400), Y: dice.Between(20, 800));
            var arrived = now;
            foreach (var sample in path.Between(from, to, dice))
            {
                arrived = now + sample.T;
                performance.Sample(arrived, sample.X, sample.Y);
            }

            var down = arrived + dice.LogNormal(140, 0.4);
            performance.Sample(down, to.X, to.Y, PointerAction.Down);
            performance.Sample(down + dice.LogNormal(85, 0.25), to.X, to.Y, PointerAction.Up);
            now = down + dice.LogNormal(1_100, 0.5);
            from = to;
        }

        return performance;
    }
}

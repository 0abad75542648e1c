namespace Sentinel.Simulation;

/// <summary>Imitates a script that keeps a session alive: perfect circles at constant angular speed.</summary>
internal sealed class CircleMouse : IActor
{
    public string Name => "bot-circle-mouse";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var path = new DrivenPointer(dice);
        for (var circles = dice.Whole(10, 16); circles > 0; circles--)
        {
            var (x, y, radius) = (dice.Between(300, 1100), dice.Between(250, 550), dice.Between(60, 220));
            path.Follow(dice.Whole(80, 140), u => (x + radius * Math.Cos(2 * Math.PI * u), y + radius * Math.Sin(2 * Math.PI * u)));
            path.Rest(400);
        }

        return path.Performance;
    }
}

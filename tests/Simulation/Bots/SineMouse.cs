namespace Sentinel.Simulation;

/// <summary>Imitates a script that wiggles: a straight line with a sine wave across it, at constant pace.</summary>
internal sealed class SineMouse : IActor
{
    public string Name => "bot-sine-mouse";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var path = new DrivenPointer(dice);
        for (var movements = dice.Whole(12, 20); movements > 0; movements--)
        {
            var (x, y, width, height) = (dice.Between(50, 300), dice.Between(150, 600), dice.Between(300, 900), dice.Between(15, 60));
            var waves = dice.Whole(1, 4);
            path.Follow(dice.Whole(60, 110), u => (x + u * width, y + height * Math.Sin(2 * Math.PI * waves * u)));
            path.Rest(450);
        }

        return path.Performance;
    }
}

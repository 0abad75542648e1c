namespace Sentinel.Simulation;

/// <summary>Imitates Puppeteer's <c>mouse.move(x, y, { steps })</c>: a line in equal steps at equal intervals, then a click.</summary>
internal sealed class StraightMouse : IActor
{
    public string Name => "bot-straight-mouse";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var path = new DrivenPointer(dice);
        var (x, y, steps) = (100.0, 100.0, dice.Whole(15, 60));
        for (var movements = dice.Whole(12, 20); movements > 0; movements--)
        {
            var (fromX, fromY, toX, toY) = (x, y, dice.Between(20, 1400), dice.Between(20, 800));
            path.Follow(steps, u => (fromX + u * (toX - fromX), fromY + u * (toY - fromY)));
            path.Click(toX, toY);
            path.Rest(500);
            (x, y) = (toX, toY);
        }

        return path.Performance;
    }
}

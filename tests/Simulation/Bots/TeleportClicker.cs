namespace Sentinel.Simulation;

/// <summary>Imitates Playwright's <c>click()</c>: one sample at the target, then an immediate press without approach.</summary>
internal sealed class TeleportClicker : IActor
{
    public string Name => "bot-teleport-clicker";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var path = new DrivenPointer(dice);
        for (var clicks = dice.Whole(25, 40); clicks > 0; clicks--)
        {
            var (x, y) = (dice.Between(20, 1400), dice.Between(20, 800));
            path.Performance.Sample(path.Now, x, y);
            path.Click(x, y);
            path.Rest(dice.Between(200, 1500));
        }

        return path.Performance;
    }
}

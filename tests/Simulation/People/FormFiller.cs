namespace Sentinel.Simulation;

/// <summary>A person who fills in a form: moves to a field, clicks, types, and goes on to the next.</summary>
internal sealed class FormFiller : IActor
{
    public string Name => "form-filler";

    public bool IsBot => false;

    public Performance Play(Dice dice)
    {
        var performance = new Performance();
        var arm = new Arm(dice, dice.Pick([8.0, 1000.0 / 60]));
        var hand = new Hand(dice);
        double now = 0;
        for (int field = 0, fields = dice.Whole(4, 7); field < fields; field++)
        {
            now = arm.MoveTo(performance, now, dice.Between(300, 700), 150 + 70 * field + dice.Between(-8, 8));
            now = arm.Click(performance, now) + dice.LogNormal(400, 0.4);
            now = hand.Type(performance, Sentences.Text(dice, 1)[..dice.Whole(12, 40)], now) + dice.LogNormal(500, 0.4);
        }

        return performance;
    }
}

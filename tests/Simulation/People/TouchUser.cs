namespace Sentinel.Simulation;

/// <summary>A person on a touch screen: taps without a preceding movement, and swipes that slow down.</summary>
internal sealed class TouchUser : IActor
{
    private const double SamplingMs = 1000.0 / 60;

    public string Name => "touch";

    public bool IsBot => false;

    public Performance Play(Dice dice)
    {
        var performance = new Performance { Kind = PointerKind.Touch };
        double now = 0;
        for (var gestures = dice.Whole(25, 45); gestures > 0; gestures--)
        {
            now = dice.Chance(0.4) ? Tap(performance, dice, now) : Swipe(performance, dice, now);
            now += dice.LogNormal(800, 0.6);
        }

        return performance;
    }

    internal static double Tap(Performance performance, Dice dice, double now)
    {
        var (x, y, up) = (dice.Between(20, 370), dice.Between(60, 780), now + dice.LogNormal(90, 0.3));
        performance.Sample(now, x, y, PointerAction.Down);
        performance.Sample(up, x + dice.Normal(0, 1), y + dice.Normal(0, 1), PointerAction.Up);
        return up;
    }

    internal static double Swipe(Performance performance, Dice dice, double now)
    {
        var (x, y) = (dice.Between(120, 280), dice.Between(500, 700));
        var (length, dx, dy, bow) = (dice.LogNormal(320, 0.3), dice.Normal(0, 30), -dice.Between(150, 420), dice.Normal(0, 14));
        performance.Sample(now, x, y, PointerAction.Down);
        for (var t = SamplingMs; t < length - SamplingMs / 2; t += SamplingMs)
        {
            var u = t / length;
            var done = 1 - Math.Pow(1 - u, 2.2);
            var across = x + done * dx + bow * Math.Sin(Math.PI * u);
            performance.Sample(now + t + dice.Between(-2, 2), across + dice.Normal(0, 0.4), y + done * dy + dice.Normal(0, 0.6));
        }

        performance.Sample(now + length, x + dx, y + dy, PointerAction.Up);
        return now + length;
    }
}

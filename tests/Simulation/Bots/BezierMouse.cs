namespace Sentinel.Simulation;

/// <summary>Imitates common "human" mouse libraries: a cubic Bézier curve to the target at constant pace.</summary>
internal sealed class BezierMouse : IActor
{
    public string Name => "bot-bezier-mouse";

    public bool IsBot => true;

    public Performance Play(Dice dice)
    {
        var path = new DrivenPointer(dice);
        var (x, y) = (100.0, 100.0);
        for (var movements = dice.Whole(12, 20); movements > 0; movements--)
        {
            var (fromX, fromY, toX, toY) = (x, y, dice.Between(20, 1400), dice.Between(20, 800));
            var (ax, ay, bx, by) = (Near(fromX, toX), Near(fromY, toY), Near(fromX, toX), Near(fromY, toY));
            path.Follow(dice.Whole(40, 80), u => (Bezier(fromX, ax, bx, toX, u), Bezier(fromY, ay, by, toY, u)));
            path.Click(toX, toY);
            path.Rest(dice.Between(300, 900));
            (x, y) = (toX, toY);
        }

        return path.Performance;

        double Near(double from, double to) => from + dice.Between(0, 1) * (to - from) + dice.Between(-120, 120);
    }

    private static double Bezier(double p0, double p1, double p2, double p3, double u)
    {
        var v = 1 - u;
        return v * v * v * p0 + 3 * v * v * u * p1 + 3 * v * u * u * p2 + u * u * u * p3;
    }
}

namespace Sentinel.Simulation;

/// <summary>A person at a site: what they do, one after the other.</summary>
internal sealed class Desk(Dice dice, PointerKind kind)
{
    public Dice Dice => dice;

    public Performance Performance { get; } = new() { Kind = kind };

    private (double X, double Y) steered = (700, 400);

    public required Hand Hand { get; init; }

    public required Arm Arm { get; init; }

    /// <summary>ms.</summary>
    public double Now { get; private set; }

    /// <summary>Lets time pass, a log-normal number of ms.</summary>
    public void Rest(double median, double spread = 0.5) => Now += dice.LogNormal(median, spread);

    /// <summary>Types a sentence or two.</summary>
    public void Write(int sentences = 1) => Type(Sentences.Text(dice, sentences));

    public void Type(string text) => Now = Hand.Type(Performance, text, Now);

    /// <summary>Points somewhere and mostly clicks there, several times.</summary>
    public void Browse(int least, int most)
    {
        for (var moves = dice.Whole(least, most); moves > 0; moves--)
        {
            Now = Arm.MoveTo(Performance, Now, dice.Between(20, 1400), dice.Between(20, 800));
            if (dice.Chance(0.7))
                Now = Arm.Click(Performance, Now);
            Rest(700, 0.7);
        }
    }

    /// <summary>Clicks where the pointer is.</summary>
    public void Click() => Now = Press(Arm.X, Arm.Y);

    /// <summary>Moves to a target in several strokes of a finger on a trackpad, and taps.</summary>
    public void Swipe()
    {
        var (fromX, fromY, x, y) = (Arm.X, Arm.Y, dice.Between(20, 1400), dice.Between(20, 800));
        for (int stroke = 1, strokes = dice.Whole(1, 3); stroke <= strokes; stroke++)
        {
            var share = (double)stroke / strokes;
            Now = Arm.MoveTo(Performance, Now, fromX + (share * (x - fromX)), fromY + (share * (y - fromY)));
            Rest(stroke == strokes ? 250 : 130, 0.3);
        }

        Click();
        Rest(900, 0.7);
    }

    /// <summary>Reads a page: moves a little, without clicks.</summary>
    public void Read()
    {
        for (var moves = dice.Whole(2, 5); moves > 0; moves--)
        {
            Now = Arm.MoveTo(Performance, Now, dice.Between(300, 900), dice.Between(100, 700));
            Rest(1_500, 0.6);
        }
    }

    /// <summary>A finger on the screen: taps and swipes.</summary>
    public void Touch()
    {
        for (var gestures = dice.Whole(3, 8); gestures > 0; gestures--)
        {
            Now = dice.Chance(0.4) ? TouchUser.Tap(Performance, dice, Now) : TouchUser.Swipe(Performance, dice, Now);
            Rest(800, 0.6);
        }
    }

    /// <summary>Presses one key again and again.</summary>
    /// <param name="key">The key.</param>
    /// <param name="times">How often.</param>
    /// <param name="interval">Median ms.</param>
    /// <param name="spread">Of the interval's logarithm.</param>
    public void Tap(char key, int times, double interval, double spread)
    {
        for (; times > 0; times--)
        {
            Performance.Stroke(key, Now, Now + Math.Min(dice.LogNormal(95, 0.25), 0.8 * interval));
            Rest(interval, spread);
        }
    }

    /// <summary>Something types for the person: a text at a device's pace.</summary>
    /// <param name="text">The keys.</param>
    /// <param name="interval">ms.</param>
    /// <param name="hold">ms.</param>
    /// <param name="jitter">ms.</param>
    public void Inject(string text, double interval, double hold, double jitter = 0)
    {
        foreach (var key in text)
        {
            Performance.Stroke(key, Now, Now + hold + dice.Between(0, jitter));
            Now += interval + dice.Between(0, jitter);
        }
    }

    /// <summary>A press where the pointer was not before.</summary>
    /// <param name="moves">Whether one move to the place comes first.</param>
    public void Jump(bool moves)
    {
        var (x, y) = (dice.Between(20, 1400), dice.Between(20, 800));
        if (moves)
            Performance.Sample(Now, x, y);
        Performance.Sample(Now + 2, x, y, PointerAction.Down);
        Performance.Sample(Now + 2 + dice.LogNormal(60, 0.3), x, y, PointerAction.Up);
    }

    /// <summary>Tells the page's knowledge of the input that follows.</summary>
    public void Signal(SignalType type) => Performance.Signal(Now, type);

    /// <summary>Moves along one of eight directions, as mouse keys do: at one speed after a ramp. Clicks after some of the moves.</summary>
    /// <param name="period">ms between moves.</param>
    /// <param name="step">px a move at full speed.</param>
    /// <param name="ramp">Moves until full speed.</param>
    public void Steer(double period, double step, int ramp)
    {
        var direction = dice.Whole(0, 7) * Math.PI / 4;
        for (int i = 0, moves = dice.Whole(6, 90); i < moves; i++)
        {
            var length = Math.Max(1, Math.Round(step * Math.Min(1, (i + 1.0) / ramp)));
            var x = steered.X + (length * Math.Round(Math.Cos(direction)));
            var y = steered.Y + (length * Math.Round(Math.Sin(direction)));
            if (x is < 0 or > 1_400 || y is < 0 or > 800)
                break;
            steered = (x, y);
            Performance.Sample(Now += period + dice.Between(0, 1), x, y);
        }

        Rest(300);
        if (dice.Chance(0.3))
            Now = Press(steered.X, steered.Y);
        Rest(900);
    }

    /// <summary>A press and a release at a place.</summary>
    /// <returns>The time of the release.</returns>
    public double Press(double x, double y)
    {
        var up = Now + dice.LogNormal(90, 0.25);
        Performance.Sample(Now, x, y, PointerAction.Down);
        Performance.Sample(up, x, y, PointerAction.Up);
        return up;
    }
}

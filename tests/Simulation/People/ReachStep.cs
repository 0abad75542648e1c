namespace Sentinel.Simulation;

/// <summary>A moment of a reach: where the pointer is, where it came from, and what is left of the way.</summary>
/// <param name="From">Where the reach began, px.</param>
/// <param name="To">Where it ends, px.</param>
public readonly record struct ReachStep((double X, double Y) From, (double X, double Y) To)
{
    /// <summary>The numbers that describe it.</summary>
    public const int Inputs = 8;

    /// <summary>The largest movement of one step, 122 px.</summary>
    private const double MostLog = 5.5;

    /// <summary>The pointer's position, px.</summary>
    public (double X, double Y) At { get; private init; } = From;

    private (double X, double Y) Last { get; init; }

    private int Steps { get; init; }

    /// <summary>The direction of what is left or, near the end, of the last movement.</summary>
    private (double X, double Y) Direction
    {
        get
        {
            var (x, y) = (To.X - At.X, To.Y - At.Y);
            var left = Length(x, y);
            if (left >= 1.5)
                return (x / left, y / left);
            var moved = Length(Last.X, Last.Y);
            return moved > 0 ? (Last.X / moved, Last.Y / moved) : (1, 0);
        }
    }

    /// <summary>Gives what the model sees, <see cref="Inputs"/> numbers.</summary>
    public void Describe(Span<double> values)
    {
        var (x, y) = Direction;
        var (left, whole) = (Length(To.X - At.X, To.Y - At.Y), Length(To.X - From.X, To.Y - From.Y));
        values[0] = Math.Asinh((Last.X * x) + (Last.Y * y));
        values[1] = Math.Asinh((Last.Y * x) - (Last.X * y));
        values[2] = (Math.Log(left + 1) - 4) / 2;
        values[3] = left / Math.Max(1, whole);
        values[4] = Math.Min(2, Steps * HumanPath.Period / 1000);
        values[5] = x;
        values[6] = y;
        values[7] = Math.Log(whole + 1) - 5;
    }

    /// <summary>The movement to a place, along and across: the inverse hyperbolic sine of px.</summary>
    public (double Along, double Across) Towards(double x, double y)
    {
        var (cos, sin) = Direction;
        var (dx, dy) = (x - At.X, y - At.Y);
        return (Math.Asinh((dx * cos) + (dy * sin)), Math.Asinh((dy * cos) - (dx * sin)));
    }

    /// <summary>After a movement.</summary>
    public ReachStep Moved(double along, double across)
    {
        var (cos, sin) = Direction;
        var (a, b) = (Math.Sinh(Math.Clamp(along, -MostLog, MostLog)), Math.Sinh(Math.Clamp(across, -MostLog, MostLog)));
        return MovedTo(At.X + (a * cos) - (b * sin), At.Y + (a * sin) + (b * cos));
    }

    public ReachStep MovedTo(double x, double y) => this with { At = (x, y), Last = (x - At.X, y - At.Y), Steps = Steps + 1 };

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));
}

using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// Cuts a stream's pointer into strokes: a stroke ends after 250 ms without a change of position, at a press, or after 3 s of
/// uninterrupted motion. Part of the stored state: of the path only sums and the last position are kept.
/// </summary>
public struct PointerMotion
{
    /// <summary>ms without movement that end a stroke; remote desktops tick at up to 156 ms.</summary>
    public const double Rest = 250;

    /// <summary>ms after which uninterrupted motion is cut.</summary>
    public const double LongestStroke = 3_000;

    /// <summary>px; coordinates beyond are no screen's and are passed over.</summary>
    public const double LargestScreen = 20_000;

    /// <summary>ms for which a declared virtual click excuses a press.</summary>
    public const double VirtualClickReach = 500;

    private StrokePath path;
    private StrokeKinematics kinematics;
    private double lastT;
    private double lastMoveT;
    private double pendingT;
    private double x;
    private double y;
    private double excusedUntil;
    private bool positionKnown;
    private bool open;
    private bool continues;
    private PointerKind kind;

    public readonly bool IsEmpty => lastT == 0;

    public readonly bool IsOutOfOrder(in PointerSample sample) => sample.T < lastT;

    /// <summary>A click that an assistive technology made comes without an approach.</summary>
    public void ExcusePresses(double t) => excusedUntil = t + VirtualClickReach;

    /// <summary>Forgets the open stroke and the position: the pointer may be anywhere by now.</summary>
    public void Abandon()
    {
        open = false;
        positionKnown = false;
        lastT = 0;
    }

    /// <summary>Adds the next sample; true when it closed a window.</summary>
    public bool Add(in PointerSample sample, double resolution, out StrokeWindow window)
    {
        window = default;
        if (Math.Abs(sample.X) > LargestScreen || Math.Abs(sample.Y) > LargestScreen)
            return false;
        if (sample.Kind != kind)
        {
            Abandon();
            kind = sample.Kind;
        }

        return sample.Action switch
        {
            PointerAction.Move => Move(sample, resolution, out window),
            PointerAction.Down => Press(sample, resolution, out window),
            PointerAction.Up when kind == PointerKind.Touch => Lift(resolution, out window),
            _ => false,
        };
    }

    private bool Move(in PointerSample sample, double resolution, out StrokeWindow window)
    {
        window = default;
        var closed = false;
        if (!positionKnown)
        {
            Begin(sample.T, sample.X, sample.Y);
            lastMoveT = sample.T;
        }
        else if (sample.X != x || sample.Y != y)
        {
            if (open && sample.T - lastMoveT > Rest)
                closed = Close(resolution, double.NaN, out window);
            if (!open)
                Begin(sample.T - lastT <= Rest ? lastT : sample.T, x, y);
            Extend(sample.T, sample.X, sample.Y);
            lastMoveT = sample.T;
            if (path.Samples > 0 && pendingT - path.StartT >= LongestStroke)
            {
                closed |= Close(resolution, double.NaN, out window);
                Begin(sample.T, sample.X, sample.Y);
                continues = true;
            }
        }
        else if (open && path.Samples == 0)
        {
            pendingT = sample.T;
        }

        (lastT, x, y, positionKnown) = (sample.T, sample.X, sample.Y, true);
        return closed;
    }

    private bool Press(in PointerSample sample, double resolution, out StrokeWindow window)
    {
        var judged = positionKnown && kind == PointerKind.Mouse && sample.T > excusedUntil;
        var jump = judged ? Math.Sqrt(((sample.X - x) * (sample.X - x)) + ((sample.Y - y) * (sample.Y - y))) : double.NaN;
        var closed = Close(resolution, jump, out window);
        if (!closed && jump > 0)
        {
            window = new() { Kind = kind, PressJump = jump, Resolution = resolution };
            closed = true;
        }

        (lastT, lastMoveT, x, y, positionKnown) = (sample.T, sample.T, sample.X, sample.Y, true);
        return closed;
    }

    private bool Lift(double resolution, out StrokeWindow window)
    {
        var closed = Close(resolution, double.NaN, out window);
        positionKnown = false;
        return closed;
    }

    private void Begin(double t, double px, double py)
    {
        path = default;
        (pendingT, x, y, open, continues) = (t, px, py, true, false);
    }

    /// <summary>The newest position waits until a later one arrives: of several at one time the last counts.</summary>
    private void Extend(double t, double px, double py)
    {
        if (t > pendingT)
            Settle();
        (pendingT, x, y) = (Math.Max(t, pendingT), px, py);
    }

    private void Settle()
    {
        if (path.Samples == 0)
            kinematics.Begin(pendingT, x, y);
        else
            kinematics.Add(path.LastT, path.LastX, path.LastY, pendingT, x, y);
        path.Add(pendingT, x, y);
    }

    private bool Close(double resolution, double jump, out StrokeWindow window)
    {
        window = default;
        if (!open || path.Samples == 0)
        {
            open = false;
            return false;
        }

        Settle();
        open = false;
        window = path.Describe(kinematics.Describe(new() { Kind = kind, FromRest = !continues, PressJump = jump }), resolution);
        return true;
    }
}

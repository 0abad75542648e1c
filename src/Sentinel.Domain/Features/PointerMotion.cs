using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// Cuts a stream's pointer samples into pointer strokes: a stroke ends after 250 ms without a change of position, at a press, or after 1.5
/// s of motion. Part of the stored state: only sums and the last position of the path are stored.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct PointerMotion : IStored
{
    /// <summary>ms without movement that end a stroke; remote desktops send positions at intervals of up to 156 ms.</summary>
    public const double Rest = 250;

    /// <summary>ms after which uninterrupted motion is cut.</summary>
    public const double LongestStroke = 1_500;

    /// <summary>px; samples beyond are ignored, because no screen is as large.</summary>
    public const double LargestScreen = 20_000;

    /// <summary>ms; longer sampling intervals are coarse.</summary>
    public const double FineSampling = 40;

    private const int SamplingMemory = 400;

    /// <summary>ms for which a declared virtual click exempts a press.</summary>
    public const double VirtualClickReach = 500;

    private StrokePath path;
    private StrokeKinematics kinematics;
    private double lastT;
    private double lastMoveT;
    private double pendingT;
    private double x;
    private double y;
    private double originX;
    private double originY;
    private double excusedUntil;
    private double pressedAt;
    private float buttonHold;
    private float restBefore;
    private bool positionKnown;
    private bool pressed;
    private int fineMoves;
    private int coarseMoves;
    private bool open;
    private bool continues;
    private PointerKind kind;

    public readonly bool IsSound =>
        path.IsSound
        && kinematics.IsSound
        && double.IsFinite(lastT)
        && double.IsFinite(lastMoveT)
        && double.IsFinite(pendingT)
        && double.IsFinite(x)
        && double.IsFinite(y)
        && double.IsFinite(originX)
        && double.IsFinite(originY)
        && double.IsFinite(excusedUntil)
        && double.IsFinite(pressedAt)
        && float.IsFinite(buttonHold)
        && !float.IsInfinity(restBefore)
        && fineMoves is >= 0 and <= SamplingMemory
        && coarseMoves is >= 0 and <= SamplingMemory
        && kind <= PointerKind.Pen
        && (!open || IsUnderWay);

    /// <summary>Whether an open stroke's times are in order and no further apart than a rest.</summary>
    private readonly bool IsUnderWay =>
        lastMoveT <= pendingT && pendingT <= lastT
        && (path.Samples == 0 || (path.LastT <= pendingT && pendingT - path.LastT <= Rest && kinematics.GoesOnFrom(path.LastT)));

    public readonly bool IsOutOfOrder(in PointerSample sample) => sample.T < lastT;

    /// <summary>When the open stroke began; NaN while none is open.</summary>
    public readonly double OpenSince => !open ? double.NaN : path.Samples > 0 ? path.StartT : pendingT;

    /// <summary>Assistive technology clicks without an approach.</summary>
    public void ExcusePresses(double t) => excusedUntil = t + VirtualClickReach;

    /// <summary>Discards the open stroke and the position: the pointer may be anywhere.</summary>
    public void Abandon()
    {
        open = false;
        positionKnown = false;
        lastT = 0;
    }

    /// <summary>Adds the next sample; true when it closed a window.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="precision">The client's.</param>
    /// <param name="net">Scores movements.</param>
    /// <param name="window">The closed window.</param>
    public bool Add(in PointerSample sample, in Precision precision, IPathNet net, out StrokeWindow window)
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
            PointerAction.Move => Move(sample, precision, net, out window),
            PointerAction.Down => Press(sample, precision, net, out window),
            PointerAction.Up => Release(sample.T, precision, net, out window),
            _ => false,
        };
    }

    /// <summary>
    /// Whether this client would show an approach. A client that reports moves mostly while a button is held, or a few times a second,
    /// would not. A client without any moves counts as one that would.
    /// </summary>
    private readonly bool ShowsApproaches => kind == PointerKind.Mouse && fineMoves >= 9 * coarseMoves;

    private readonly bool TravelShown => fineMoves > 0;

    private bool Move(in PointerSample sample, in Precision precision, IPathNet net, out StrokeWindow window)
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
                closed = Close(precision, net, double.NaN, double.NaN, out window);
            if (!open)
                Begin(sample.T - lastT <= Rest ? lastT : sample.T, x, y);
            if (pressed || lastT != pressedAt)
                CountSampling(sample.T - lastT);
            Extend(sample, precision, net);
            lastMoveT = sample.T;
            if (path.Samples > 0 && pendingT - path.StartT >= LongestStroke)
            {
                closed |= Close(precision, net, double.NaN, double.NaN, out window);
                Begin(sample.T, sample.X, sample.Y);
                (continues, restBefore) = (true, float.NaN);
            }
        }
        else if (open && path.Samples == 0)
        {
            pendingT = sample.T;
        }

        (lastT, x, y, positionKnown) = (sample.T, sample.X, sample.Y, true);
        return closed;
    }

    /// <summary>
    /// Moves while a button is held do not count as fine, because they show no approach. The time from a press to the first move after its
    /// release is not counted, because it depends on the person, not on the client.
    /// </summary>
    private void CountSampling(double interval)
    {
        if (interval is <= 0 or > Rest)
            return;
        if (interval <= FineSampling && !pressed)
            fineMoves++;
        else
            coarseMoves++;
        if (fineMoves + coarseMoves > SamplingMemory)
            (fineMoves, coarseMoves) = (fineMoves / 2, coarseMoves / 2);
    }

    private bool Press(in PointerSample sample, in Precision precision, IPathNet net, out StrokeWindow window)
    {
        var judged = positionKnown && ShowsApproaches && sample.T > excusedUntil;
        var jump = judged ? JumpTo(sample.X, sample.Y) : double.NaN;
        var closed = Close(precision, net, jump, sample.T - lastMoveT, out window);
        if (!closed && jump > 0)
        {
            window = OnlyPress(precision, jump);
            closed = true;
        }

        (lastT, lastMoveT, x, y, positionKnown, pressed, pressedAt) = (sample.T, sample.T, sample.X, sample.Y, true, true, sample.T);
        return closed;
    }

    /// <summary>A lifted finger ends its stroke, and the next may land anywhere; a mouse continues from its position.</summary>
    private bool Release(double t, in Precision precision, IPathNet net, out StrokeWindow window)
    {
        window = default;
        if (pressed)
            buttonHold = (float)(t - pressedAt);
        pressed = false;
        if (kind != PointerKind.Touch)
            return false;
        var closed = Close(precision, net, double.NaN, double.NaN, out window);
        positionKnown = false;
        return closed;
    }

    /// <summary>
    /// The distance of a press from the pointer's last known position. A single move does not count as a path, because the pointer only
    /// appeared there. A path that continues from a press starts at its position.
    /// </summary>
    private readonly double JumpTo(double px, double py)
    {
        var appeared = open && (path.Samples == 0 || (path.Samples == 1 && path.StartT == pressedAt));
        var (fromX, fromY) = appeared ? (originX, originY) : (x, y);
        return Math.Sqrt(((px - fromX) * (px - fromX)) + ((py - fromY) * (py - fromY)));
    }

    private void Begin(double t, double px, double py)
    {
        path = default;
        restBefore = positionKnown && t - lastMoveT is > 0 and < float.MaxValue and var rest ? (float)rest : float.NaN;
        (originX, originY) = (x, y);
        (pendingT, x, y, open, continues) = (t, px, py, true, false);
    }

    /// <summary>Holds back the newest position until a later one arrives: of several at the same time, the last counts.</summary>
    private void Extend(in PointerSample sample, in Precision precision, IPathNet net)
    {
        if (sample.T > pendingT)
            Settle(precision, net);
        (pendingT, x, y) = (Math.Max(sample.T, pendingT), sample.X, sample.Y);
    }

    /// <summary>The net judges a mouse's way to a place, not what is dragged.</summary>
    private void Settle(in Precision precision, IPathNet net)
    {
        if (path.Samples == 0)
            kinematics.Begin(pendingT, x, y);
        else
            kinematics.Add(
                path.LastT, path.LastX, path.LastY, pendingT, x, y, precision.Place, kind == PointerKind.Mouse && !pressed ? net : null);
        path.Add(pendingT, x, y);
    }

    private bool Close(in Precision precision, IPathNet net, double jump, double pressPause, out StrokeWindow window)
    {
        window = default;
        if (!open || path.Samples == 0)
        {
            open = false;
            return false;
        }

        Settle(precision, net);
        open = false;
        var held = buttonHold > 0 ? buttonHold : double.NaN;
        buttonHold = 0;
        window = path.Describe(
            kinematics.Describe(
                new()
                {
                    Kind = kind,
                    FromRest = !continues,
                    IsDrag = pressed,
                    PressJump = jump,
                    TravelShown = TravelShown,
                    PressPause = pressPause,
                    RestBefore = restBefore,
                    ButtonHold = held,
                },
                precision
            ),
            precision
        );
        if (!window.IsByKeys)
            return true;
        window = OnlyPress(precision, jump);
        return jump >= 0;
    }

    private readonly StrokeWindow OnlyPress(in Precision precision, double jump) => new()
    {
        Kind = kind,
        PressJump = jump,
        TravelShown = TravelShown,
        PressPause = double.NaN,
        Direction = double.NaN,
        Resolution = precision.Time,
        PixelStep = precision.Place,
    };
}

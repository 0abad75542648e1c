using Sentinel.Simulation;

namespace Sentinel.Train;

/// <summary>
/// A bot at a person's task: the person's targets, rests and presses, with the bot's ways between them. So the net cannot learn the task.
/// </summary>
internal static class Retraced
{
    private const double LeastWay = 8;

    public static PointerSample[] By(IPath path, ReadOnlySpan<PointerSample> person, Dice dice)
    {
        var result = new List<PointerSample>(person.Length);
        var (later, from, i) = (0.0, (person[0].X, person[0].Y), 0);
        while (i < person.Length)
        {
            if (person[i].Type != PointerAction.Move)
            {
                result.Add(person[i] with { T = person[i].T + later, X = from.X, Y = from.Y });
                i++;
                continue;
            }

            var begun = person[i].T + later;
            while (i + 1 < person.Length && GoesOn(person[i], person[i + 1]))
                i++;
            var (to, arrived) = ((person[i].X, person[i].Y), begun);
            if (Math.Abs(to.X - from.X) + Math.Abs(to.Y - from.Y) > LeastWay)
            {
                foreach (var sample in path.Between(from, to, dice))
                {
                    arrived = begun + sample.T;
                    result.Add(sample with { T = arrived });
                }

                (later, from) = (arrived - person[i].T, to);
            }

            i++;
        }

        return [.. result];
    }

    private static bool GoesOn(in PointerSample one, in PointerSample next) =>
        next.Type == PointerAction.Move && next.T - one.T <= PointerStrokes.Rest;
}

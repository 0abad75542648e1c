using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>
/// Joins the circles of <c>mouse-bots</c>: up to 12 consecutive ones of a device are one sitting. People's and pynput's circles were cut
/// from continuous recordings and keep their times; a gap over 60 s begins a new sitting. GAN circles each begin at zero, so rests of 300
/// ms are invented between them. The recorder kept moves only while the button was held, so every circle begins with a press without
/// approach, some 300 px away: an artifact of the recording.
/// </summary>
internal sealed class MouseBotsJoined(string path) : IRecordingSource
{
    private const int CirclesPerSitting = 12;
    private const double LongestGapMs = 60_000;
    private const double InventedRestMs = 300;

    public string Name => "mouse-joined";

    public IEnumerable<Recording> Read()
    {
        List<MouseBots.Circle> sitting = [];
        foreach (var circle in MouseBots.Circles(path))
        {
            if (sitting.Count > 0 && !Continues(sitting, circle))
            {
                yield return Sitting(sitting);
                sitting = [];
            }

            sitting.Add(circle);
        }

        if (sitting.Count > 0) yield return Sitting(sitting);
    }

    private static bool Continues(List<MouseBots.Circle> sitting, MouseBots.Circle next)
    {
        var last = sitting[^1];
        var gap = next.Samples[0].T - last.Samples[^1].T;
        return sitting.Count < CirclesPerSitting && next.Device == last.Device && (BeginsAtZero(next) || gap is >= 0 and <= LongestGapMs);
    }

    private static bool BeginsAtZero(MouseBots.Circle circle) => circle.Samples[0].T == 0;

    private Recording Sitting(List<MouseBots.Circle> circles)
    {
        var samples = new List<PointerSample>();
        foreach (var circle in circles)
        {
            var shift = BeginsAtZero(circle) && samples.Count > 0 ? samples[^1].T + InventedRestMs : 0;
            samples.AddRange(circle.Samples.Select(s => s with { T = s.T + shift }));
        }

        return new($"{Name}/{circles[0].Device}", circles[0].Session, circles[0].IsBot, [], samples);
    }
}

using ScottPlot;

namespace Sentinel.Accuracy;

/// <summary>Draws a protocol's trade-off at one threshold: DET on a logarithmic scale, and ROC.</summary>
internal static class Curves
{
    private const int Side = 520;

    /// <summary>Lower rates are drawn at this value.</summary>
    private const double Least = 0.001;

    public static void Write(string folder, string protocol, Scores scores)
    {
        Directory.CreateDirectory(folder);
        var name = string.Concat(protocol.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        var curve = scores.Curve().ToArray();
        Draw(
                $"{protocol}: DET",
                "impostors accepted",
                "genuine refused",
                curve.Select(point => (Log(point.Accepted), Log(point.Refused))),
                logarithmic: true
            )
            .SaveSvg(Path.Combine(folder, $"{name}-det.svg"), Side, Side);
        Draw(
                $"{protocol}: ROC",
                "genuine refused",
                "impostors found",
                curve.Select(point => (point.Refused, 1 - point.Accepted)),
                logarithmic: false
            )
            .SaveSvg(Path.Combine(folder, $"{name}-roc.svg"), Side, Side);
    }

    private static Plot Draw(string title, string x, string y, IEnumerable<(double X, double Y)> points, bool logarithmic)
    {
        var plot = new Plot();
        var drawn = points.ToArray();
        var line = plot.Add.ScatterLine(drawn.Select(point => point.X).ToArray(), drawn.Select(point => point.Y).ToArray());
        line.LineWidth = 2;
        plot.Title(title);
        plot.XLabel(x);
        plot.YLabel(y);
        var (from, to) = logarithmic ? (Math.Log10(Least), 0) : (0.0, 1.0);
        plot.Axes.SetLimits(from, to, from, to);
        if (logarithmic)
        {
            double[] at = [0.001, 0.01, 0.1, 1];
            string[] names = ["0.1 %", "1 %", "10 %", "100 %"];
            plot.Axes.Bottom.SetTicks([.. at.Select(Math.Log10)], names);
            plot.Axes.Left.SetTicks([.. at.Select(Math.Log10)], names);
        }

        return plot;
    }

    private static double Log(double rate) => Math.Log10(Math.Max(rate, Least));
}

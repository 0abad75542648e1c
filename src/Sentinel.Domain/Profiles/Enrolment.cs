using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>How sure one model of a baseline is.</summary>
/// <param name="Model"><c>fixed_text</c>, <c>free_text</c>, <c>mouse</c> or <c>touch</c>.</param>
/// <param name="Samples">
/// What the model was learned from: entries of the text that was entered most often, samples of a hundred key strokes, or pointer strokes;
/// null if it is not known.
/// </param>
/// <param name="ErrorRate">
/// The share of attempts, the user's and impostors', that such a model took for the other's, 0..1: the equal error rate at one threshold,
/// measured on recorded people (docs/models.md, "Few samples"). An attempt is an entry of a fixed text, fifty key strokes of free typing,
/// or a session of the mouse. Null if it was not measured.
/// </param>
public sealed record Enrolment(string Model, int? Samples, double? ErrorRate)
{
    private static readonly Curve FixedText = Measured((8, 0.32), (20, 0.2), (50, 0.13), (200, 0.05));

    /// <summary>Of samples of about fifty key strokes, so it is rather too high for those of a hundred.</summary>
    private static readonly Curve FreeText = Measured((1, 0.09), (2, 0.06), (5, 0.05), (10, 0.04));

    private static readonly Curve Mouse = Measured((100, 0.25), (200, 0.23), (400, 0.19), (800, 0.19), (1_400, 0.17));

    /// <summary>The models that have learned enough to be used.</summary>
    public static IEnumerable<Enrolment> Of(Baseline baseline)
    {
        if (!baseline.Texts.IsEmpty)
            yield return Of("fixed_text", baseline.Texts.Max(text => text.Template.Entries), FixedText);
        if (baseline.Style is { } style)
            yield return Of("free_text", style.Samples, FreeText);
        else if (baseline.FreeText is not null)
            yield return new("free_text", null, null);
        if (baseline.Mouse is { } mouse)
            yield return Of("mouse", mouse.Strokes, Mouse);
        if (baseline.Touch is { } touch)
            yield return new("touch", touch.Strokes, null);
    }

    private static Enrolment Of(string model, int samples, Curve errorRate) =>
        new(model, samples, Math.Round(errorRate.At(Math.Log(samples)), 2));

    /// <summary>Error rates fall about evenly with the logarithm of the number.</summary>
    private static Curve Measured(params (int Samples, double ErrorRate)[] points) =>
        new([.. points.Select(point => (Math.Log(point.Samples), point.ErrorRate))]);
}

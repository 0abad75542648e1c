using Sentinel.Domain.Profiles;

namespace Sentinel.Api.Contracts;

/// <summary>
/// What the baseline that scores a user's sessions now holds, to be drawn. It has no text, no name of a field and no single letter.
/// </summary>
/// <param name="Version">The version; 0 while there is no baseline.</param>
/// <param name="Models">One for each fixed text and for each other model; empty without a baseline.</param>
public sealed record BaselineContentAnswer(int Version, ModelContentAnswer[] Models)
{
    internal static BaselineContentAnswer Of(Baseline baseline) =>
        new(baseline.Version, [.. BaselineContent.Of(baseline).Select(ModelContentAnswer.Of)]);
}

/// <summary>What one model holds.</summary>
/// <param name="Model"><c>fixed_text</c>, <c>free_text</c>, <c>mouse</c> or <c>touch</c>.</param>
/// <param name="Text">The number of a fixed text, 1 or 2; null for other models.</param>
/// <param name="Samples">
/// Entries of the text, samples of a hundred key strokes, or pointer strokes; null for free typing that was learned before Sentinel knew
/// styles.
/// </param>
/// <param name="Distributions">Empty for free typing of which only the style is known, which cannot be drawn.</param>
public sealed record ModelContentAnswer(string Model, int? Text, int? Samples, DistributionAnswer[] Distributions)
{
    internal static ModelContentAnswer Of(BaselineContent content) => new(
        content.Model, content.Text, content.Samples, [.. content.Distributions.Select(DistributionAnswer.Of)]);
}

/// <summary>One measured thing. Typing has bands, a pointer has bins.</summary>
/// <param name="Name"><c>hold</c>, <c>interval</c>, or the trait of a pointer stroke, such as <c>mean_speed</c>.</param>
/// <param name="Unit"><c>ms</c>, <c>px</c>, <c>px/ms</c>, <c>px/ms²</c> or <c>rad</c>; empty if it has none.</param>
/// <param name="Bands">The user's times beside people's; empty for a pointer.</param>
/// <param name="Bins">The trait's bins, from low to high, and one for strokes to which it does not apply; empty for typing.</param>
public sealed record DistributionAnswer(string Name, string Unit, BandAnswer[] Bands, BinAnswer[] Bins)
{
    internal static DistributionAnswer Of(Distribution of) => new(
        of.Name, of.Unit,
        [.. of.Bands.Select(band => new BandAnswer(band.Name, SpreadAnswer.Of(band.User), SpreadAnswer.Of(band.People)))],
        [.. of.Bins.Select(BinAnswer.Of)]);
}

/// <summary>How long something takes the user, beside people at large.</summary>
/// <param name="Name">
/// Of a fixed text, a quantile of the times of its positions, <c>10%</c> to <c>90%</c>, from their mean and spread: the positions would
/// tell the length of a password. Of free typing, a key group, or for intervals two. A
/// group that the user did not type has people's time, moved by the user's pace.
/// </param>
/// <param name="User">The user's times.</param>
/// <param name="Population">People's times; of a fixed text, those of any text.</param>
public sealed record BandAnswer(string Name, SpreadAnswer User, SpreadAnswer Population);

/// <summary>The middle of times, and the range of about two thirds of them, ms.</summary>
public sealed record SpreadAnswer(double Low, double Middle, double High)
{
    internal static SpreadAnswer Of(Spread spread) =>
        new(Math.Round(spread.Low, 1), Math.Round(spread.Middle, 1), Math.Round(spread.High, 1));
}

/// <summary>One bin of a pointer trait.</summary>
/// <param name="From">Inclusive, in the unit; null for no bound, and with <c>to</c> for strokes to which the trait does not apply.</param>
/// <param name="To">Exclusive, in the unit; null for no bound.</param>
/// <param name="Population">The share of people's strokes in the bin, 0..1.</param>
/// <param name="Nats">
/// What a stroke in the bin says: positive for somebody else, negative for the user. The baseline keeps this, and not how many of the
/// user's strokes were in the bin.
/// </param>
public sealed record BinAnswer(double? From, double? To, double Population, double Nats)
{
    internal static BinAnswer Of(Bin bin) => new(Rounded(bin.From), Rounded(bin.To), Math.Round(bin.People, 4), Math.Round(bin.Nats, 3));

    private static double? Rounded(double? bound) => bound is { } number ? Math.Round(number, 4) : null;
}

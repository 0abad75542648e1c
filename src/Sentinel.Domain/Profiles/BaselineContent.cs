using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// What one model of a baseline holds, for people to look at. It names no field and no letter: only shares, key groups and traits.
/// </summary>
/// <param name="Model"><c>fixed_text</c>, <c>free_text</c>, <c>mouse</c> or <c>touch</c>.</param>
/// <param name="Text">The number of a fixed text, from 1; null for other models.</param>
/// <param name="Samples">Entries of the text, samples of a hundred key strokes, or pointer strokes; null if not known.</param>
/// <param name="Distributions">Empty for free typing of which only the style is known: a direction that nobody can draw.</param>
public sealed record BaselineContent(string Model, int? Text, int? Samples, IReadOnlyList<Distribution> Distributions)
{
    /// <summary>The groups of keys that are told, in the words of the contract.</summary>
    private static readonly (KeyCode Group, string Name)[] Groups =
    [
        (KeyCode.LetterLeft, "LETTER_LEFT"),
        (KeyCode.LetterRight, "LETTER_RIGHT"),
        (KeyCode.Space, "SPACE"),
        (KeyCode.Digit, "DIGIT"),
        (KeyCode.Punctuation, "PUNCTUATION"),
        (KeyCode.Edit, "EDIT"),
        (KeyCode.Modifier, "MODIFIER"),
        (KeyCode.Enter, "ENTER"),
    ];

    /// <summary>The first groups: those of which prose consists. Intervals are told of pairs of them.</summary>
    private const int Prose = 3;

    /// <summary>
    /// Which times of a fixed text are told: quantiles of the normal distribution with the mean and spread of its positions' logarithms,
    /// in standard deviations. The text may be a password: its positions would tell how long it is.
    /// </summary>
    private static readonly (string Name, double Deviations)[] Quantiles =
        [("10%", -1.2816), ("30%", -0.5244), ("50%", 0), ("70%", 0.5244), ("90%", 1.2816)];

    /// <summary>The models that have learned enough to be used.</summary>
    public static IEnumerable<BaselineContent> Of(Baseline baseline)
    {
        var people = baseline.Population;
        foreach (var (index, (_, template)) in baseline.Texts.Index())
            yield return new("fixed_text", index + 1, template.Entries, people.FixedText is { } any ? OfText(template, any) : []);
        if (baseline.FreeText is not null || baseline.Style is not null)
            yield return new(
                "free_text", null, baseline.Style?.Samples,
                baseline.FreeText is { } typing && people.FreeText is { } writers ? OfTyping(typing, writers) : []);
        if (baseline.Mouse is { } mouse && people.Mouse is { } hands)
            yield return new("mouse", null, mouse.Strokes, OfPointer(mouse, hands));
        if (baseline.Touch is { } touch && people.Touch is { } fingers)
            yield return new("touch", null, touch.Strokes, OfPointer(touch, fingers));
    }

    private static Distribution[] OfText(FixedTextTemplate template, FixedTextBackground people)
    {
        return [Times("hold", 0), Times("interval", 1)];

        // Holds and intervals alternate.
        Distribution Times(string name, int first) => new(name, "ms")
        {
            Bands = [.. Quantiles.Select(quantile => new Band(
                quantile.Name,
                Of(template, first, quantile.Deviations),
                Spread.OfLogs(people.Kinds[first].Location, people.Kinds[first].Scale)))],
        };

        static Spread Of(FixedTextTemplate template, int first, double deviations)
        {
            var (middles, scales) = (new Moments(), new Moments());
            for (var feature = first; feature < template.Location.Length; feature += 2)
            {
                middles.Add(template.Location[feature]);
                scales.Add(template.Scale[feature]);
            }

            return Spread.OfLogs(middles.Mean + (deviations * Math.Sqrt(middles.Variance)), scales.Mean);
        }
    }

    private static Distribution[] OfTyping(FreeTextProfile typing, FreeTextBackground people)
    {
        var prose = Groups[..Prose];
        return
        [
            new("hold", "ms") { Bands = [.. Groups.Select(key => Of(key.Name, FreeTextFeature.Hold(KeyCode.Unknown, key.Group)))] },
            new("interval", "ms")
            {
                Bands =
                [
                    .. from before in prose
                       from key in prose
                       select Of($"{before.Name} {key.Name}", FreeTextFeature.Interval(before.Group, key.Group)),
                ],
            },
        ];

        Band Of(string name, FreeTextFeature feature) => new(
            name,
            Spread.OfLogs(typing.Location[feature.Index], typing.Scale[feature.Index]),
            Spread.OfLogs(people[feature].Location, Math.Sqrt(Square(people[feature].Between) + Square(people[feature].Within))));
    }

    private static Distribution[] OfPointer(PointerProfile profile, PointerBackground people)
    {
        return [.. StrokeTraits.Named.Select((trait, index) => new Distribution(trait.Name, trait.Unit) { Bins = [.. Bins(index)] })];

        IEnumerable<Bin> Bins(int trait)
        {
            var bounds = people.TraitBounds[trait].Select(StrokeTraits.Named[trait].ToUnit).ToArray();
            for (var bin = 0; bin <= bounds.Length; bin++)
                yield return Of(trait, bin, bin > 0 ? bounds[bin - 1] : null, bin < bounds.Length ? bounds[bin] : null);
            yield return Of(trait, PointerBackground.Bins - 1, null, null);
        }

        Bin Of(int trait, int bin, double? from, double? to)
        {
            var at = (trait * PointerBackground.Bins) + bin;
            return new(from, to, people.Shares[at], profile.Weights[at]);
        }
    }

    private static double Square(double value) => value * value;
}

/// <summary>One measured thing: either bands or bins.</summary>
/// <param name="Name">Lower snake case.</param>
/// <param name="Unit">Empty if it has none.</param>
public sealed record Distribution(string Name, string Unit)
{
    public IReadOnlyList<Band> Bands { get; init; } = [];

    public IReadOnlyList<Bin> Bins { get; init; } = [];
}

/// <summary>How long something takes the user, and people at large.</summary>
/// <param name="Name">A quantile of positions, a key group, or two groups.</param>
/// <param name="User">The user's times.</param>
/// <param name="People">People's times.</param>
public sealed record Band(string Name, Spread User, Spread People);

/// <summary>The middle of times, and the range of about two thirds of them.</summary>
public readonly record struct Spread(double Low, double Middle, double High)
{
    internal static Spread OfLogs(double location, double scale) =>
        new(Math.Exp(location - scale), Math.Exp(location), Math.Exp(location + scale));
}

/// <summary>One bin of a pointer trait.</summary>
/// <param name="From">Inclusive; null for no bound, and with <paramref name="To"/> for strokes to which the trait does not apply.</param>
/// <param name="To">Exclusive; null for no bound.</param>
/// <param name="People">The share of people's strokes, 0..1.</param>
/// <param name="Nats">What a stroke in the bin says: positive for somebody else, negative for the user.</param>
public sealed record Bin(double? From, double? To, double People, double Nats);

using System.Collections.Immutable;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Profiles;

/// <summary>A user's learned behaviour. Immutable once published. Models that have not learned enough are missing.</summary>
public sealed class Baseline
{
    /// <summary>Maximum number of fixed texts.</summary>
    public const int MaxTexts = 2;

    /// <summary>The baseline of a user about whom nothing was learned.</summary>
    public static readonly Baseline None = new(0, Population.Nobody);

    internal Baseline(int version, Population population) => (Version, Population) = (version, population);

    /// <summary>Counts up from 1; 0 is <see cref="None"/>.</summary>
    public int Version { get; }

    /// <summary>The population that it was learned against.</summary>
    public Population Population { get; }

    /// <summary>The templates, by the hash of the field's name.</summary>
    public ImmutableArray<(ulong Field, FixedTextTemplate Template)> Texts { get; internal init; } = [];

    public FreeTextProfile? FreeText { get; internal init; }

    public StyleProfile? Style { get; internal init; }

    public PointerProfile? Mouse { get; internal init; }

    public PointerProfile? Touch { get; internal init; }

    /// <summary>Whether any model has learned enough to be used.</summary>
    public bool IsMature => !Texts.IsEmpty || FreeText is not null || Style is not null || Mouse is not null || Touch is not null;

    /// <param name="version">The version of the new baseline.</param>
    /// <param name="samples">The training samples, oldest first.</param>
    /// <param name="population">The population to compare with.</param>
    /// <param name="fields">The fields in order of importance; null for the last used first.</param>
    public static Baseline Learn(
        int version,
        IReadOnlyList<TrainingSample> samples,
        Population population,
        IReadOnlyList<ulong>? fields = null
    )
    {
        var entries = samples.SelectMany(sample => sample.Entries).ToLookup(entry => entry.Field, entry => entry.Rhythm!);
        fields ??= [.. samples.SelectMany(sample => sample.Entries).Reverse().Select(entry => entry.Field).Distinct()];
        var texts = fields
            .Select(field => (Field: field, Template: FixedTextTemplate.Learn([.. entries[field]], population.FixedText)))
            .Where(text => text.Template is not null)
            .Take(MaxTexts);
        var strokes = samples.SelectMany(sample => sample.Strokes).ToLookup(stroke => stroke.Kind);
        return new(version, population)
        {
            Texts = population.FixedText is null ? [] : [.. texts.Select(text => (text.Field, text.Template!))],
            FreeText = population.FreeText is { } freeText
                ? FreeTextProfile.Learn(FreeTextSums.Merge(samples.SelectMany(sample => sample.FreeText)), freeText)
                : null,
            Style = StyleProfile.Learn(samples.SelectMany(sample => sample.FreeText).Select(sums => sums.Style)),
            Mouse = population.Mouse is { } mouse ? PointerProfile.Learn(strokes[PointerKind.Mouse], mouse) : null,
            Touch = population.Touch is { } touch ? PointerProfile.Learn(strokes[PointerKind.Touch], touch) : null,
        };
    }

    /// <summary>The template of a field; null for none.</summary>
    public FixedTextTemplate? Text(ulong field)
    {
        foreach (var text in Texts)
        {
            if (text.Field == field) return text.Template;
        }

        return null;
    }

    /// <summary>The profile of a kind of pointer; null for none.</summary>
    public PointerProfile? Pointer(PointerKind kind) => kind switch
    {
        PointerKind.Mouse => Mouse,
        PointerKind.Touch => Touch,
        _ => null,
    };
}

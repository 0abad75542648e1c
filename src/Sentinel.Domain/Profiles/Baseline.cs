using System.Collections.Immutable;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Profiles;

/// <summary>A user's learned behaviour. Immutable once published; what it has not learnt it says nothing about.</summary>
public sealed class Baseline
{
    /// <summary>Fixed texts that are kept.</summary>
    public const int MaxTexts = 2;

    /// <summary>Of a user of whom nothing was learnt.</summary>
    public static readonly Baseline None = new(0, Population.Nobody);

    internal Baseline(int version, Population population) => (Version, Population) = (version, population);

    /// <summary>Counts up from 1; 0 is <see cref="None"/>.</summary>
    public int Version { get; }

    /// <summary>What it was learnt against.</summary>
    public Population Population { get; }

    /// <summary>By the hash of the field's name.</summary>
    public ImmutableArray<(ulong Field, FixedTextTemplate Template)> Texts { get; internal init; } = [];

    public FreeTextProfile? FreeText { get; internal init; }

    public PointerProfile? Mouse { get; internal init; }

    public PointerProfile? Touch { get; internal init; }

    /// <summary>Whether any model has learnt enough to speak.</summary>
    public bool IsMature => !Texts.IsEmpty || FreeText is not null || Mouse is not null || Touch is not null;

    /// <param name="version">Of what is learnt.</param>
    /// <param name="samples">Oldest first.</param>
    /// <param name="population">Whom to compare with.</param>
    /// <param name="fields">Whose texts come first; null for those that were used last.</param>
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
            Mouse = population.Mouse is { } mouse ? PointerProfile.Learn(strokes[PointerKind.Mouse], mouse) : null,
            Touch = population.Touch is { } touch ? PointerProfile.Learn(strokes[PointerKind.Touch], touch) : null,
        };
    }

    /// <summary>The template of a field; null while there is none.</summary>
    public FixedTextTemplate? Text(ulong field)
    {
        foreach (var text in Texts)
        {
            if (text.Field == field) return text.Template;
        }

        return null;
    }

    /// <summary>The profile of what moves a pointer; null while there is none.</summary>
    public PointerProfile? Pointer(PointerKind kind) => kind switch
    {
        PointerKind.Mouse => Mouse,
        PointerKind.Touch => Touch,
        _ => null,
    };
}

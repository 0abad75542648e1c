using System.Collections.Frozen;
using Sentinel.Domain.Detection;

namespace Sentinel.Domain.Trust;

/// <summary>
/// By how much the evidence of each detector is multiplied: 0 to watch a detector without effect, 1 to count it as calibrated.
/// Equal if all weights are.
/// </summary>
public sealed class DetectorWeights : IEquatable<DetectorWeights>
{
    public const double Most = 2;

    public static readonly DetectorWeights AsCalibrated = new(FrozenDictionary<string, double>.Empty);

    private readonly FrozenDictionary<string, double> named;
    private readonly float[]? byId;

    private DetectorWeights(FrozenDictionary<string, double> named)
    {
        this.named = named;
        if (named.Count == 0)
            return;
        byId = new float[byte.MaxValue + 1];
        Array.Fill(byId, 1);
        foreach (var (name, weight) in named)
        {
            if (DetectorCatalog.Reason(name) is { } code)
                byId[code.Id] = (float)weight;
        }
    }

    /// <summary>The weights that are not 1, by the name of the detector's reason, 0..<see cref="Most"/>.</summary>
    public IReadOnlyDictionary<string, double> Named => named;

    /// <param name="weights">By the name of a reason. Those of reasons that this version does not know are kept, without effect.</param>
    public static DetectorWeights Of(IEnumerable<KeyValuePair<string, double>> weights)
    {
        var changed = weights.Where(weight => weight.Value != 1).ToFrozenDictionary(StringComparer.Ordinal);
        return changed.Count == 0 ? AsCalibrated : new(changed);
    }

    /// <summary>The same weights, but 0 for these reasons.</summary>
    public DetectorWeights Without(IEnumerable<ReasonCode> silenced) =>
        Of(named.Where(weight => !silenced.Any(code => code.Name == weight.Key))
            .Concat(silenced.Select(code => KeyValuePair.Create(code.Name, 0.0))));

    public double Of(ReasonCode code) => byId is null ? 1 : byId[code.Id];

    /// <summary>The evidence as it counts.</summary>
    public Evidence Weigh(ReasonCode code, Evidence evidence) =>
        byId is null ? evidence : evidence with { LogLikelihoodRatio = evidence.LogLikelihoodRatio * byId[code.Id] };

    public bool Equals(DetectorWeights? other) =>
        other is not null && named.Count == other.named.Count
        && named.All(weight => other.named.TryGetValue(weight.Key, out var same) && same == weight.Value);

    public override bool Equals(object? obj) => Equals(obj as DetectorWeights);

    public override int GetHashCode() => named.Aggregate(0, (hash, weight) => hash ^ HashCode.Combine(weight.Key, weight.Value));
}

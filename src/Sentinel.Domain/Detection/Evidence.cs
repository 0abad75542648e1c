using System.Runtime.InteropServices;

namespace Sentinel.Domain.Detection;

/// <summary>The kind of a detector.</summary>
public enum Family : byte { Physics, Anomaly, Pattern, Context }

/// <summary>Permanently identifies a detector or a context rule. State and audit store the id; callers read the name.</summary>
/// <param name="Id">1..255, unique, never reused.</param>
/// <param name="Family">The detector's family.</param>
/// <param name="Slug">Lower snake case, unique in the family.</param>
/// <param name="Meaning">What was seen, in a sentence or two for an analyst who does not know the detector.</param>
public sealed record ReasonCode(byte Id, Family Family, string Slug, string Meaning)
{
    /// <summary>The wire name, such as <c>physics.key_hold</c>.</summary>
    public string Name { get; } = Family switch
    {
        Family.Physics => "physics.",
        Family.Anomaly => "anomaly.",
        Family.Pattern => "pattern.",
        _ => "context.",
    } + Slug;
}

/// <summary>A detector's evidence about one window.</summary>
/// <param name="LogLikelihoodRatio">Log-likelihood ratio of <em>bot or impostor</em> against <em>this user</em>, nats.</param>
/// <param name="Confidence">0 (cannot judge: the value is ignored) to 1.</param>
public readonly record struct Evidence(double LogLikelihoodRatio, double Confidence)
{
    /// <summary>No evidence: neutral, and adds no mass.</summary>
    public static readonly Evidence None;

    /// <summary>The ratio, multiplied by the confidence.</summary>
    public double Weight => LogLikelihoodRatio * Confidence;
}

/// <summary>One line of an answer's explanation, in the stored resolution.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Reason : Statistics.IStored
{
    private readonly byte id;
    private readonly short weight;
    private readonly byte confidence;

    private Reason(byte id, short weight, byte confidence) => (this.id, this.weight, this.confidence) = (id, weight, confidence);

    /// <summary>The code's id, 1..255.</summary>
    public byte Id => id;

    /// <summary>The detector or rule.</summary>
    public ReasonCode Code => DetectorCatalog.Reason(id);

    /// <summary>
    /// Nats, already multiplied by the confidence, in steps of 0.01. Positive is evidence for a bot or an impostor, negative for the user.
    /// </summary>
    public float Weight => weight / 100f;

    /// <summary>0..1 in steps of 0.01.</summary>
    public float Confidence => confidence / 100f;

    public bool IsSound => id != 0 && confidence <= 100 && weight is >= -30_000 and <= 30_000;

    public static Reason Of(ReasonCode code, double weight, double confidence) =>
        new(code.Id, (short)Math.Round(Math.Clamp(weight, -300, 300) * 100), (byte)Math.Round(Math.Clamp(confidence, 0, 1) * 100));

    /// <summary>A reason that only informs.</summary>
    public static Reason Note(ReasonCode code) => new(code.Id, 0, 100);
}

using System.Runtime.InteropServices;

namespace Sentinel.Domain.Detection;

/// <summary>What kind of detector speaks.</summary>
public enum Family : byte { Physics, Anomaly, Pattern, Context }

/// <summary>
/// Names a detector, or a rule of the context, for ever: the id is what the state and the audit keep, the name what callers read.
/// </summary>
/// <param name="Id">1..255, unique, never used again for something else.</param>
/// <param name="Family">The detector's family.</param>
/// <param name="Slug">Lower snake case, unique in the family.</param>
public readonly record struct ReasonCode(byte Id, Family Family, string Slug)
{
    /// <summary>The wire name, such as <c>physics.key_hold</c>.</summary>
    public string Name => Family switch
    {
        Family.Physics => "physics.",
        Family.Anomaly => "anomaly.",
        Family.Pattern => "pattern.",
        _ => "context.",
    } + Slug;
}

/// <summary>What one detector says of one window.</summary>
/// <param name="LogLikelihoodRatio">
/// Nats: how much likelier the window is under <em>bot or impostor</em> than under <em>this human</em>.
/// </param>
/// <param name="Confidence">0 (cannot say: the value is ignored) to 1.</param>
public readonly record struct Evidence(double LogLikelihoodRatio, double Confidence)
{
    /// <summary>No evidence: neutral, and adds no mass.</summary>
    public static readonly Evidence None;

    /// <summary>The part of the ratio that the confidence vouches for.</summary>
    public double Weight => LogLikelihoodRatio * Confidence;
}

/// <summary>One line of an answer's explanation, in the resolution that is kept.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Reason : Statistics.IStored
{
    private readonly byte id;
    private readonly short weight;
    private readonly byte confidence;

    private Reason(byte id, short weight, byte confidence) => (this.id, this.weight, this.confidence) = (id, weight, confidence);

    /// <summary>The code's, 1..255.</summary>
    public byte Id => id;

    /// <summary>The detector or rule.</summary>
    public ReasonCode Code => DetectorCatalog.Reason(id);

    /// <summary>
    /// Nats, already multiplied by the confidence, in steps of 0.01; positive speaks for a bot or impostor, negative for the person.
    /// </summary>
    public float Weight => weight / 100f;

    /// <summary>0..1 in steps of 0.01.</summary>
    public float Confidence => confidence / 100f;

    public bool IsSound => id != 0 && confidence <= 100 && weight is >= -30_000 and <= 30_000;

    public static Reason Of(ReasonCode code, double weight, double confidence) =>
        new(code.Id, (short)Math.Round(Math.Clamp(weight, -300, 300) * 100), (byte)Math.Round(Math.Clamp(confidence, 0, 1) * 100));

    /// <summary>A rule that only informs.</summary>
    public static Reason Note(ReasonCode code) => new(code.Id, 0, 100);
}

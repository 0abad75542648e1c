using Sentinel.Domain.Detection;

namespace Sentinel.Api.Contracts;

/// <summary>Every reason that an answer may name.</summary>
/// <param name="Items">In the order of families.</param>
public sealed record ReasonsAnswer(ExplainedReason[] Items)
{
    internal static readonly ReasonsAnswer All = new(
        [.. DetectorCatalog.Reasons.OrderBy(code => code.Family).ThenBy(code => code.Id).Select(ExplainedReason.Of)]);
}

/// <summary>What a reason code means, and how its detector turns what it measures into evidence.</summary>
/// <param name="Code">Stable name, such as <c>physics.key_hold</c>.</param>
/// <param name="Family">PHYSICS, ANOMALY, PATTERN or CONTEXT.</param>
/// <param name="Meaning">What was seen, in words for people who do not know the detector.</param>
/// <param name="Group">
/// The group of detectors whose evidence for a bot is bounded together; null for evidence about impostors, and for a reason that only
/// informs.
/// </param>
/// <param name="About">BOT or IMPOSTOR; null for a reason that only informs.</param>
/// <param name="Measures">The number that the detector measures, with its unit if it has one; null if there is no single one.</param>
/// <param name="Curve">
/// The evidence for each value of that number: linear between these points, constant beyond the first and the last. Empty if there is no
/// single number. Where the number is hard to judge, some detectors say less.
/// </param>
public sealed record ExplainedReason(
    string Code, Family Family, string Meaning, EvidenceGroup? Group, Suspicion? About, string? Measures, CurvePoint[] Curve)
{
    internal static ExplainedReason Of(ReasonCode code)
    {
        var detector = DetectorCatalog.Detector(code);
        var group = detector?.Aspect.Group();
        return new(
            code.Name, code.Family, code.Meaning, group,
            detector is null ? null : group is null ? Suspicion.Impostor : Suspicion.Bot,
            detector?.Measures?.Quantity,
            [.. (detector?.Measures?.Curve.Knots ?? []).Select(knot => new CurvePoint(knot.X, knot.Y))]);
    }
}

/// <summary>A point of a curve.</summary>
/// <param name="X">The measured number.</param>
/// <param name="Y">Nats; positive is evidence for a bot or an impostor, negative for the user.</param>
public sealed record CurvePoint(double X, double Y);

/// <summary>What evidence is about: whether a program acts, or whether somebody else than the user does.</summary>
public enum Suspicion { Bot, Impostor }

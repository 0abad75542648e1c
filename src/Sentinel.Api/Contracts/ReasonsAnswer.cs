using Sentinel.Domain.Detection;

namespace Sentinel.Api.Contracts;

/// <summary>Every reason that an answer may name.</summary>
/// <param name="Items">In the order of families.</param>
public sealed record ReasonsAnswer(ExplainedReason[] Items)
{
    internal static readonly ReasonsAnswer All = new(
    [
        .. DetectorCatalog.Reasons.OrderBy(code => code.Family).ThenBy(code => code.Id)
            .Select(code => new ExplainedReason(code.Name, code.Family, code.Meaning)),
    ]);
}

/// <param name="Code">Stable name, such as <c>physics.key_hold</c>.</param>
/// <param name="Family">PHYSICS, ANOMALY, PATTERN or CONTEXT.</param>
/// <param name="Meaning">What was seen, in words for people who do not know the detector.</param>
public sealed record ExplainedReason(string Code, Family Family, string Meaning);

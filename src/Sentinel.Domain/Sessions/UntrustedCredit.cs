using System.Runtime.InteropServices;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// Nats of evidence for a person from windows with untrusted input, at most the blame of one window for each kind of window. They offset
/// only later evidence of such windows of the same kind.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct UntrustedCredit : IStored
{
    private const float Most = 100;

    private float Keys { get; init; }

    private float Manner { get; init; }

    private float Pointer { get; init; }

    private float Course { get; init; }

    private float Replay { get; init; }

    public bool IsSound => IsBounded(Keys) && IsBounded(Manner) && IsBounded(Pointer) && IsBounded(Course) && IsBounded(Replay);

    /// <summary>The credit of windows that judge these groups.</summary>
    public double Of(GroupSet judged) =>
        judged.Contains(EvidenceGroup.Manner) ? Manner
        : judged.Contains(EvidenceGroup.Course) ? Course
        : judged.Contains(EvidenceGroup.Path) ? Pointer
        : judged.Contains(EvidenceGroup.Replay) ? Replay
        : Keys;

    /// <summary>With another credit of windows that judge these groups.</summary>
    public UntrustedCredit With(GroupSet judged, double nats) =>
        judged.Contains(EvidenceGroup.Manner) ? this with { Manner = (float)nats }
        : judged.Contains(EvidenceGroup.Course) ? this with { Course = (float)nats }
        : judged.Contains(EvidenceGroup.Path) ? this with { Pointer = (float)nats }
        : judged.Contains(EvidenceGroup.Replay) ? this with { Replay = (float)nats }
        : this with { Keys = (float)nats };

    private static bool IsBounded(float nats) => nats is >= 0 and <= Most;
}

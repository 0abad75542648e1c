using System.Collections.Immutable;
using Sentinel.Domain.Features;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>The sketches of one batch: each is compared with those of the user's earlier sessions, and kept if it is new.</summary>
internal struct SketchDraft(SessionState session, UserState user, Policy policy, DateTimeOffset now)
{
    private readonly SketchMemory memory = user.Sketches;
    private readonly long before = session.SketchesBefore;
    private readonly DateTimeOffset since = now - policy.SketchLifetime;
    private KeySketchTrace keys = session.LastKeys;
    private List<InputSketch>? fresh;

    /// <summary>The session's last key strokes after the batch.</summary>
    public readonly KeySketchTrace LastKeys => keys;

    /// <summary>How many sketches the session has left after the batch.</summary>
    public SketchQuota Quota { get; private set; } = session.Sketched;

    /// <summary>The new sketches.</summary>
    public readonly ImmutableArray<InputSketch> Fresh => fresh is null ? [] : [.. fresh];

    /// <summary>Whether any sketch was compared with the user's memory.</summary>
    public bool HasCompared { get; private set; }

    /// <summary>The user's memory after the batch.</summary>
    public readonly SketchMemory Memory => fresh is null ? memory : memory.With(fresh, now);

    /// <summary>The next key stroke does not follow the last.</summary>
    public void Interrupt() => keys = default;

    /// <summary>Adds a key stroke; returns how near the sketch that it completes is to one of another session.</summary>
    public int? Add(double interval, double hold) => keys.Add(interval, hold) is { } sketch ? Add(sketch) : null;

    /// <summary>Adds a sketch; returns how near it is to one of an earlier session, or null without any.</summary>
    public int? Add(InputSketch sketch)
    {
        HasCompared |= before > 0;
        var nearest = memory.Nearest(sketch, before, since);
        // The same input is not kept again.
        if (nearest <= InputSketch.Same || !Quota.Has(sketch.Kind))
            return nearest;
        Quota = Quota.Plus(sketch.Kind);
        (fresh ??= []).Add(sketch);
        return nearest;
    }
}

using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Policies.Records;

/// <summary>What a version of the policy is used for.</summary>
public enum PolicyState : byte
{
    /// <summary>Can be edited; no session is scored by it.</summary>
    Draft,

    /// <summary>Scored beside the live version, without effect. A tenant has at most one.</summary>
    Shadow,

    /// <summary>Decides. A tenant has one, or none: then the preset of the settings decides.</summary>
    Live,

    /// <summary>Was live or in shadow before.</summary>
    Retired,
}

/// <summary>That somebody agrees to a version as it is.</summary>
/// <param name="By">The API key or the person.</param>
/// <param name="At">When.</param>
public sealed record PolicyApproval(Guid By, DateTimeOffset At);

/// <summary>A tenant's policy, as one version of it.</summary>
public sealed record PolicyVersion
{
    /// <summary>The lowest number: those below are the presets.</summary>
    public const int First = 4;

    /// <summary>Maximum length of a note, in characters.</summary>
    public const int LongestNote = 500;

    public required TenantId Tenant { get; init; }

    /// <summary><see cref="First"/> and up, without gaps; the <c>policyVersion</c> of its decisions.</summary>
    public required int Number { get; init; }

    public PolicyState State { get; init; }

    /// <summary>The content, with the version's number.</summary>
    public required Policy Policy { get; init; }

    /// <summary>Why it exists, for people.</summary>
    public required string Note { get; init; }

    /// <summary>The version that it was copied from.</summary>
    public required int BasedOn { get; init; }

    /// <summary>Raised by each change; the number in the version's ETag.</summary>
    public int Revision { get; init; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Everybody who wrote its content. None of them can approve it.</summary>
    public IReadOnlyList<Guid> Authors { get; init; } = [];

    /// <summary>Of its present content, the oldest first.</summary>
    public IReadOnlyList<PolicyApproval> Approvals { get; init; } = [];

    /// <summary>When it became live last; null if it never was.</summary>
    public DateTimeOffset? LiveAt { get; init; }

    /// <summary>The version that was live before this one was made live, to roll back to; null if it never was.</summary>
    public int? Before { get; init; }

    /// <summary>The next revision, of this time.</summary>
    public PolicyVersion Changed(DateTimeOffset now) => this with { Revision = Revision + 1, ChangedAt = now };
}

/// <param name="Answer">The caller's answer.</param>
/// <param name="Written">The versions to store, new or changed.</param>
public sealed record PolicyChange<T>(T Answer, params IReadOnlyList<PolicyVersion> Written);

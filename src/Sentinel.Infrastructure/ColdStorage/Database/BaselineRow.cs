using Sentinel.Application.Profiles.Records;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table baselines: one trained version. <see cref="BaselineVersion"/> documents the members.</summary>
public sealed class BaselineRow
{
    public Guid ProfileId { get; init; }

    public int Version { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public BaselineStatus Status { get; set; }

    public string Reason { get; init; } = "";

    public double Drift { get; init; }

    /// <summary>Separated by spaces.</summary>
    public string Models { get; init; } = "";

    /// <summary>The id of the population that the baseline was trained against.</summary>
    public required string Population { get; init; }

    /// <summary>Written by <see cref="Formats.BaselineFormat"/>.</summary>
    public required byte[] Content { get; init; }

    internal BaselineVersion ToVersion() =>
        new(Version, CreatedAt, Status, Reason, Drift, Models.Split(' ', StringSplitOptions.RemoveEmptyEntries), Content.Length);
}

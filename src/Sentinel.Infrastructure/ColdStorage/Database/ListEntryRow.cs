using Sentinel.Application.Lists.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table list_entries. <see cref="ListEntry"/> documents the members.</summary>
public sealed class ListEntryRow
{
    public required string Tenant { get; init; }

    public Guid Id { get; init; }

    public ListEffect Effect { get; init; }

    public string? UserId { get; init; }

    /// <summary>The hash of the device's name, with its bits in a signed number.</summary>
    public long? Device { get; init; }

    /// <summary>Canonical; what an administrator has written, and never the address of a call.</summary>
    public string? Cidr { get; init; }

    public string? Country { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public required string Note { get; init; }

    public string Actor { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    internal static ListEntryRow From(ListEntry entry) => new()
    {
        Tenant = entry.Tenant.Value,
        Id = entry.Id,
        Effect = entry.Effect,
        UserId = entry.User?.Value,
        Device = (long?)entry.Device?.Value,
        Cidr = entry.Network?.ToString(),
        Country = entry.Country,
        Reason = entry.Reason,
        ExpiresAt = entry.ExpiresAt.ToUniversalTime(),
        Note = entry.Note,
        Actor = entry.Actor,
        CreatedAt = entry.CreatedAt.ToUniversalTime(),
        EndedAt = entry.EndedAt?.ToUniversalTime(),
    };

    /// <exception cref="FormatException">A name or the network is invalid.</exception>
    internal ListEntry ToEntry() => new()
    {
        Tenant = TenantId.Parse(Tenant),
        Id = Id,
        Effect = Effect,
        User = UserId is { } user ? Domain.Sessions.UserId.Parse(user) : null,
        Device = Device is { } device ? new DeviceId((ulong)device) : null,
        Network = Cidr is null ? null : Network.TryParse(Cidr, out var network) ? network : throw new FormatException("Not a network."),
        Country = Country,
        Reason = Reason,
        ExpiresAt = ExpiresAt,
        Note = Note,
        Actor = Actor,
        CreatedAt = CreatedAt,
        EndedAt = EndedAt,
    };
}

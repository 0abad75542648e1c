using System.Text.Json;
using Sentinel.Application.Policies;
using Sentinel.Application.Policies.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table policy_versions. <see cref="PolicyVersion"/> documents the members.</summary>
public sealed class PolicyRow
{
    public required string Tenant { get; init; }

    public int Number { get; init; }

    public PolicyState State { get; set; }

    /// <summary>JSON, see <see cref="PolicyDocument"/>.</summary>
    public required string Document { get; set; }

    public required string Note { get; set; }

    public int BasedOn { get; init; }

    public int Revision { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>JSON: an array of ids.</summary>
    public required string Authors { get; set; }

    /// <summary>JSON: an array of approvals.</summary>
    public required string Approvals { get; set; }

    public DateTimeOffset? LiveAt { get; set; }

    public int? Before { get; set; }

    public static PolicyRow From(PolicyVersion version) => new PolicyRow
    {
        Tenant = version.Tenant.Value,
        Number = version.Number,
        Document = "",
        Note = "",
        BasedOn = version.BasedOn,
        CreatedAt = version.CreatedAt.ToUniversalTime(),
        Authors = "",
        Approvals = "",
    }.Take(version);

    /// <summary>Takes over what may change.</summary>
    public PolicyRow Take(PolicyVersion version)
    {
        // A version that sessions were scored by keeps its text: another version of Sentinel may know members that this one does not.
        if (version.State == PolicyState.Draft || Document.Length == 0)
            Document = PolicyDocument.Write(version.Policy).ToJsonString();
        State = version.State;
        Note = version.Note;
        Revision = version.Revision;
        ChangedAt = version.ChangedAt.ToUniversalTime();
        Authors = JsonSerializer.Serialize(version.Authors);
        Approvals = JsonSerializer.Serialize(version.Approvals);
        LiveAt = version.LiveAt?.ToUniversalTime();
        Before = version.Before;
        return this;
    }

    /// <exception cref="FormatException">The tenant's name or the document is invalid.</exception>
    /// <exception cref="JsonException">The document, the authors or the approvals are no JSON.</exception>
    /// <exception cref="InvalidOperationException">A text in the document is no Unicode.</exception>
    public PolicyVersion ToVersion() => new()
    {
        Tenant = TenantId.Parse(Tenant),
        Number = Number,
        State = State,
        Policy = PolicyDocument.ReadStored(Document) with { Version = Number },
        Note = Note,
        BasedOn = BasedOn,
        Revision = Revision,
        CreatedAt = CreatedAt,
        ChangedAt = ChangedAt,
        Authors = JsonSerializer.Deserialize<Guid[]>(Authors)!,
        Approvals = JsonSerializer.Deserialize<PolicyApproval[]>(Approvals)!,
        LiveAt = LiveAt,
        Before = Before,
    };
}

using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Unit.Tests;

/// <summary>Finds what it is told of in each slice.</summary>
internal sealed class FakeSketches : ISketches
{
    public IReadOnlyList<DecisionKey> Found { get; init; } = [];

    public Task<IReadOnlyList<DecisionKey>> Take(IReadOnlyList<AuditRecord> records, CancellationToken cancel) => Task.FromResult(Found);

    public Task<SharedInputFound?> Find(DecisionKey decision, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<StoredSketch>> OfUser(TenantId tenant, UserId user, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<int> Expire(CancellationToken cancel) => throw new NotSupportedException();

    public Task<int> Erase(TenantId tenant, UserId user, CancellationToken cancel) => throw new NotSupportedException();
}

using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;

namespace Sentinel.Unit.Tests;

/// <summary>Accepts every training sample and records which jobs were requested.</summary>
internal sealed class FakeProfiles : IProfiles, IProfileJobs
{
    public List<AuditRecord> Taken { get; } = [];

    public ProfileWork Work { get; set; } = ProfileWork.None;

    public IReadOnlyList<IReadOnlyList<TrainingSample>> People { get; init; } = [];

    public List<Guid> Trained { get; } = [];

    public List<Guid> Brought { get; } = [];

    public List<DecisionKey> Charged { get; } = [];

    public Task<ProfileWork> Take(IReadOnlyList<AuditRecord> records, CancellationToken cancel)
    {
        Taken.AddRange(records);
        return Task.FromResult(Work);
    }

    public void Train(Guid user) => Trained.Add(user);

    public void Publish(Guid user, Guid? by) => Brought.Add(user);

    public void ChargeSharedInput(DecisionKey decision) => Charged.Add(decision);

    public void Erase(Guid erasure) => throw new NotSupportedException();

    public Task<bool> Train(Guid user, Func<Training, Trained> learn, CancellationToken cancel) => throw new NotSupportedException();

    public Task<bool> RequestMissed(Guid user, CancellationToken cancel) => throw new NotSupportedException();

    public Task<(TenantId Tenant, UserId User, PublishedBaseline Baseline)?> Published(Guid user, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<Profile?> Find(TenantId tenant, UserId user, CancellationToken cancel) => throw new NotSupportedException();

    public Task<bool> RollBack(Guid user, int version, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Forgotten> Forget(TenantId tenant, UserId user, bool erase, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Learnt?> Export(TenantId tenant, UserId user, CancellationToken cancel) => throw new NotSupportedException();

    public IAsyncEnumerable<IReadOnlyList<TrainingSample>> AllUsers(CancellationToken cancel) => People.ToAsyncEnumerable();

    public Task<IReadOnlyList<Guid>> Overdue(CancellationToken cancel) => throw new NotSupportedException();

    public Task<int> Expire(CancellationToken cancel) => throw new NotSupportedException();
}

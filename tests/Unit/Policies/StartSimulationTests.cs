using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Simulations;
using Sentinel.Application.Simulations.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>The audit has the simulations that were started, and no others.</summary>
public sealed class StartSimulationTests : ISimulationJobs
{
    private readonly FakeAuditLog _log = new();
    private readonly List<Guid> _jobs = [];

    [Theory]
    [InlineData(true, 1), InlineData(false, 0)]
    public async Task Start_IsInTheAuditOnlyIfItIsTaken(bool taken, int rows)
    {
        FakeTimeProvider time = new(Sitting.Opened.AddDays(1));
        using var inForce = PoliciesInForce.Always(Policy.Default);
        StartSimulationHandler handler = new(
            new Simulations(taken), new(new FakePolicies(), inForce), this, new AdministrativeAudit(_log, inForce, time), time);
        Caller caller = new(TenantId.Default, Scopes.Admin) { Key = Guid.NewGuid() };
        var outcome = await handler.Handle(new(caller, 2, null, Sitting.Opened, Sitting.Opened.AddHours(1)), default);
        Assert.Equal(taken, outcome.Succeeded(out var started, out var fault));
        Assert.Equal(taken ? null : "too_many_simulations", fault?.Code);
        Assert.Equal((rows, rows), (_log.Rows.Count, _jobs.Count));
        Assert.All(_log.Rows, row => Assert.Equal(
            (AuditKind.Simulation, "start", started!.Id.ToString(), caller.Key.ToString()),
            (row.Kind, row.Action, row.Target, row.Actor)));
    }

    void ISimulationJobs.Simulate(Guid simulation) => _jobs.Add(simulation);

    private sealed class Simulations(bool takes) : ISimulations
    {
        public Task<bool> Add(PolicySimulation simulation, Policy candidate, Policy? baseline, int most, CancellationToken cancel) =>
            Task.FromResult(takes);

        public Task<PolicySimulation?> Find(TenantId tenant, Guid id, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<PolicySimulation>> DoneOf(TenantId tenant, Policy candidate, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<SimulationPage> List(TenantId tenant, AuditCursor? before, int limit, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<SimulationWork?> Begin(Guid id, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> Advance(SimulationWork work, RecordedCursor at, SimulationCounts counts, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<bool> Stop(TenantId tenant, Guid id, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<Guid>> TakeStalled(CancellationToken cancel) => throw new NotSupportedException();
    }
}

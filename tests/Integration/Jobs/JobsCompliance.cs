using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using Npgsql;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.Jobs;
using Sentinel.Infrastructure.Spool;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>From a dirty mark to an audit row, with both job stores.</summary>
public abstract class JobsCompliance
{
    [Fact]
    public async Task Mark_WhenPartitionsAreDirty_MovesTheirRecordsIntoTheAudit()
    {
        await using var node = await JobsFixture.Started(await Postgres());
        for (byte number = 0; number < 20; number++) node.Commit(new(number), Records.Batch(node.Tenant, number));
        await node.UntilAudited(20);
    }

    [Fact]
    public async Task Sweep_WhenAnotherNodeLeftRecordsUnmarked_FindsThem()
    {
        await using var node = await JobsFixture.Started(
            await Postgres(), before: started => started.Outbox.Add(new Partition(9), Records.Batches(started.Tenant, 3)));
        await node.UntilAudited(3);
    }

    [Fact]
    public async Task Add_WhenSpooled_ReachesTheAuditWithItsCount()
    {
        await using var node = await JobsFixture.Started(await Postgres());
        var session = SessionId.Mint(new(1), Records.Start);
        var spool = node.Service<FileSpool>();
        for (var i = 0; i < 7; i++) spool.Add(Records.Degraded(node.Tenant, session: session));
        await Probe.Until(async () => (await node.Audited()).Sum(record => record.Count) == 7 && spool.IsEmpty, "the spool is delivered");
    }

    [Fact]
    public async Task Drain_WhenHotStateWasAway_GoesOnAfterwards()
    {
        await using var node = await JobsFixture.Started(await Postgres());
        node.Outbox.Away = new TimeoutException("hot state");
        node.Commit(new(1), Records.Batch(node.Tenant));
        var jobs = node.Service<JobStorage>().GetMonitoringApi();
        await Probe.Until(() => jobs.ScheduledCount() > 0, "the drain failed and waits for its retry");
        node.Outbox.Away = null;
        await node.UntilAudited(1);
    }

    [Fact]
    public async Task Drain_WhenTrimFails_WritesEachOnce()
    {
        await using var node = await JobsFixture.Started(await Postgres());
        node.Outbox.FailingTrims = 1;
        node.Commit(new(1), Records.Batches(node.Tenant, 30));
        await node.UntilAudited(30);
    }

    [Fact]
    public async Task Succeeded_WhenDone_ExpiresWithinTenMinutes()
    {
        await using var node = await JobsFixture.Started(await Postgres());
        node.Commit(new(1), Records.Batch(node.Tenant));
        await node.UntilAudited(1);
        var jobs = node.Service<JobStorage>().GetMonitoringApi();
        await Probe.Until(() => jobs.SucceededListCount() > 0, "a job has succeeded");
        var details = jobs.JobDetails(jobs.SucceededJobs(0, 1)[0].Key);
        Assert.InRange(details.ExpireAt!.Value, DateTime.UtcNow, DateTime.UtcNow.AddMinutes(10));
    }

    [Fact]
    public async Task Daily_WhenTheAuditsJobsAreTriggered_CloseTheDays()
    {
        await using var node = await JobsFixture.Started(await Postgres());
        node.Commit(new(1), Records.Batches(node.Tenant, 3));
        await node.UntilAudited(3);
        using var connection = node.Service<JobStorage>().GetConnection();
        await Probe.Until(() => connection.GetRecurringJobs().Count == 3, "the daily jobs are scheduled");
        Assert.Equal(
            [("audit-close-days", "5 2 * * *"), ("audit-prepare", "5 0 * * *"), ("audit-retention", "35 2 * * *")],
            connection.GetRecurringJobs().OrderBy(job => job.Id).Select(job => (job.Id, job.Cron)));
        foreach (var job in connection.GetRecurringJobs()) node.Service<IRecurringJobManager>().Trigger(job.Id);
        var digests = node.Service<IAuditDigests>();
        await Probe.Until(
            async () => (await digests.Chain(node.Tenant, default)).Sum(link => link.Count) == 3,
            "the day is closed",
            TimeSpan.FromMinutes(1)
        );
    }

    protected abstract Task<string?> Postgres();
}

public sealed class EmbeddedJobsTests : JobsCompliance
{
    protected override Task<string?> Postgres() => Task.FromResult<string?>(null);
}

[Collection(PostgresParts.Name)]
public sealed class ServedJobsTests(PostgresServer server) : JobsCompliance
{
    /// <summary>The rows that a killed node leaves in the job store: a held lock and a fetched job.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public async Task Schedule_WhenAKilledNodeHeldTheSchedulersLockAndAJob_GoesOnWithinSeconds()
    {
        var database = await server.Database("killed");
        await using var node = await JobsFixture.Started(database);
        var client = node.Service<IBackgroundJobClientV2>();
        var fetched = client.Create<DrainOutboxJob>(job => job.Run(new[] { 1 }, default), new EnqueuedState("served_by_nobody"));
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await using var killed = source.CreateCommand(
                "INSERT INTO hangfire.lock (resource, acquired, updatecount)"
                    + " VALUES ('hangfire:locks:schedulepoller', now() AT TIME ZONE 'utc', 0)"
                    + " ON CONFLICT (resource) DO UPDATE SET acquired = excluded.acquired;"
                    + "UPDATE hangfire.jobqueue SET queue = 'default', fetchedat = now() WHERE queue = 'served_by_nobody'"
            );
            Assert.Equal(2, await killed.ExecuteNonQueryAsync());
        }
        var scheduled = client.Schedule<DrainOutboxJob>(job => job.Run(new[] { 2 }, default), TimeSpan.Zero);
        var jobs = node.Service<JobStorage>().GetMonitoringApi();
        foreach (var id in new[] { scheduled, fetched })
            await Probe.Until(() => jobs.JobDetails(id).History[0].StateName == SucceededState.StateName, $"job {id} has run");
    }

    protected override async Task<string?> Postgres() => await server.Database("jobs");
}

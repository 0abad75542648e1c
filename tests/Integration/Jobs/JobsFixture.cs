using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Jobs;
using Sentinel.Infrastructure.Spool;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>
/// A node's background work: Hangfire, scheduler, spool and cold storage as the API registers them, with an outbox in memory.
/// </summary>
internal sealed class JobsFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IHost _host;

    private JobsFixture(string? postgres)
    {
        var options = new ColdStorageOptions { Postgres = postgres, DataDirectory = _folder.FullPath };
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddColdStorage(options).AddSpool().AddJobs(options);
        builder.Services.AddSingleton<IOutbox>(Outbox);
        builder.Services.AddScoped<ServiceFactory>(provider => type => provider.GetService(type)!);
        builder.Services.AddScoped<IMediator, Mediator>();
        builder.Services.AddTransient<IRequestHandler<DrainOutbox, int>, DrainOutboxHandler>();
        builder.Services.AddTransient<IRequestHandler<DeliverSpool, int>, DeliverSpoolHandler>();
        builder.Services.AddTransient<IRequestHandler<CreateAuditPartitions, MediatR.Unit>, CreateAuditPartitionsHandler>();
        builder.Services.AddTransient<IRequestHandler<SignAuditDays, int>, SignAuditDaysHandler>();
        builder.Services.AddTransient<IRequestHandler<ApplyRetention, int>, ApplyRetentionHandler>();
        builder
            .Services.AddSingleton(DigestKey.Of(new byte[DigestKey.MinLength]))
            .AddSingleton(new AuditSettings(0, new Dictionary<TenantId, int>()));
        _host = builder.Build();
    }

    public FakeOutbox Outbox { get; } = new();

    public TenantId Tenant { get; } = Records.NewTenant();

    public DirtyPartitions Dirty => Service<DirtyPartitions>();

    public T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static async Task<JobsFixture> Started(string? postgres, bool migrate = true, Action<JobsFixture>? before = null)
    {
        var fixture = new JobsFixture(postgres);
        if (migrate) await fixture.Service<Migrator>().Run(default);
        before?.Invoke(fixture);
        await fixture._host.StartAsync();
        return fixture;
    }

    public void Commit(Partition partition, params IEnumerable<AuditRecord> records)
    {
        Outbox.Add(partition, records);
        Dirty.Mark(partition);
    }

    public Task UntilAudited(int count, TimeSpan? deadline = null) => Probe.Until(
        async () => (await Audited()).Count == count && (await Outbox.Pending(default)).Count == 0,
        $"{count} records are in the audit",
        deadline ?? TimeSpan.FromMinutes(1));

    public async Task<IReadOnlyList<AuditRecord>> Audited() =>
        (await Service<IAuditLog>().Search(new() { Tenant = Tenant, Limit = 200 }, default)).Items;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        HangfireLog.TakeAway();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        _folder.Dispose();
    }
}

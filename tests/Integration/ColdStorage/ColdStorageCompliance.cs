using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Settings;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>Cold storage other than the audit log, with each database: migrations, keys, health.</summary>
public abstract class ColdStorageCompliance
{
    [Fact]
    public async Task Run_WhenSeveralStartOnAnEmptyDatabase_MigratesOnce()
    {
        var postgres = await Postgres("migrations");
        await using var storage = new ColdStorageFixture(postgres);
        var migrator = storage.Services.GetRequiredService<Migrator>();
        // SQLite has one process by design; nodes on PostgreSQL start together.
        await Task.WhenAll(Enumerable.Range(0, postgres is null ? 1 : 4).Select(_ => Task.Run(() => migrator.Run(CancellationToken.None))));
        await migrator.Run(CancellationToken.None);
        await using var context = await storage.Services.GetRequiredService<IDbContextFactory<SentinelDbContext>>().CreateDbContextAsync();
        Assert.Equal(context.Database.GetMigrations(), await context.Database.GetAppliedMigrationsAsync());
        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Equal(0, await context.Audit.CountAsync() + await context.ApiKeys.CountAsync());
    }

    [Fact]
    public async Task Add_WhenSameHashComesFromTwoNodes_KeepsOne()
    {
        await using var storage = await ColdStorageFixture.Migrated(await Postgres("keys"));
        var keys = storage.Services.GetRequiredService<IApiKeys>();
        var key = new ApiKey(Guid.NewGuid(), Records.NewTenant(), new byte[32], Scopes.Admin | Scopes.Server, Records.Start);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => keys.Add(key with { Id = Guid.NewGuid() }, default))));
        await keys.Add(
            key with
            {
                Id = Guid.NewGuid(),
                Hash = Enumerable.Repeat((byte)9, 32).ToArray(),
                CreatedAt = Records.Start.AddDays(1),
            },
            default
        );
        var all = await keys.All(default);
        Assert.Equal(2, all.Count);
        Assert.Equal((key.Tenant, key.Scopes, key.CreatedAt), (all[0].Tenant, all[0].Scopes, all[0].CreatedAt));
        Assert.Equal(key.Hash.ToArray(), all[0].Hash.ToArray());
    }

    [Theory]
    [InlineData("29991231000000_FromTheFuture", "Start that version or a later one, or restore a backup")]
    [InlineData("20261123211751_Initial", "then start with an empty database")]
    public async Task Run_WhenTheDatabaseIsOfAnotherVersion_RefusesAndSaysWhatToDo(string migration, string remedy)
    {
        await using var storage = await ColdStorageFixture.Migrated(await Postgres($"other_{migration[..4]}_{migration[8..14]}"));
        var contexts = storage.Services.GetRequiredService<IDbContextFactory<SentinelDbContext>>();
        await using var context = await contexts.CreateDbContextAsync();
        await context.Database.ExecuteSqlAsync($"INSERT INTO \"__EFMigrationsHistory\" VALUES ({migration}, '1.0.0')");
        var refused = await Assert.ThrowsAsync<WrongSettingException>(() => storage.Services.GetRequiredService<Migrator>().Run(default));
        Assert.Contains(migration, refused.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckHealthAsync_WhenDatabaseAnswers_NamesThePart()
    {
        await using var storage = await ColdStorageFixture.Migrated(await Postgres("health"));
        var report = await storage.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        var entry = report.Entries["cold_storage"];
        Assert.Equal((HealthStatus.Healthy, storage.Options.Part), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task Protect_WhenAnotherNodeUnprotects_ReadsIt()
    {
        await using var storage = await ColdStorageFixture.Migrated(await Postgres("protection"));
        var secret = storage.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("secret");
        await using var node = new ServiceCollection()
            .AddLogging()
            .AddColdStorage(storage.Options)
            .BuildServiceProvider(validateScopes: true);
        Assert.Equal("secret", node.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(secret));
    }

    protected abstract Task<string?> Postgres(string database);
}

public sealed class SqliteColdStorageTests : ColdStorageCompliance
{
    [Fact]
    public async Task Run_WhenAnotherProcessHoldsTheFolder_SaysSo()
    {
        await using var storage = await ColdStorageFixture.Migrated(null);
        await using var second = new ServiceCollection().AddLogging().AddColdStorage(storage.Options).BuildServiceProvider();
        var error = await Assert.ThrowsAsync<WrongSettingException>(() => second.GetRequiredService<Migrator>().Run(default));
        Assert.Contains("another Sentinel uses", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenAKilledProcessLeftTheMigrationLock_DoesNotWaitForIt()
    {
        await using var storage = new ColdStorageFixture(null);
        await using var context = await storage.Services.GetRequiredService<IDbContextFactory<SentinelDbContext>>().CreateDbContextAsync();
        await context.Database.ExecuteSqlRawAsync("""
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01');
            """);
        await storage.Services.GetRequiredService<Migrator>().Run(default).WaitAsync(Probe.DefaultDeadline);
        Assert.Empty(await context.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task Run_WhenDone_LeavesWriteAheadLogging()
    {
        await using var storage = await ColdStorageFixture.Migrated(null);
        await using var context = await storage.Services.GetRequiredService<IDbContextFactory<SentinelDbContext>>().CreateDbContextAsync();
        var mode = await context.Database.SqlQueryRaw<string>("SELECT journal_mode AS \"Value\" FROM pragma_journal_mode").SingleAsync();
        Assert.Equal("wal", mode);
    }

    protected override Task<string?> Postgres(string database) => Task.FromResult<string?>(null);
}

[Collection(PostgresParts.Name)]
public sealed class PostgresColdStorageTests(PostgresServer server) : ColdStorageCompliance
{
    [Fact]
    public async Task CheckHealthAsync_WhenDatabaseIsAway_IsDegradedAndNamesThePart()
    {
        await using var storage = new ColdStorageFixture($"Host=127.0.0.1;Port={Command.FreePort()};Username=sentinel;Database=none");
        var report = await storage.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        var entry = report.Entries["cold_storage"];
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.StartsWith("PostgreSQL is away", entry.Description, StringComparison.Ordinal);
    }

    protected override async Task<string?> Postgres(string database) => await server.Database("cold_" + database);
}

using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Digests;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>The model that both databases share; each derived context has its own column types and its own migrations.</summary>
public abstract class SentinelDbContext(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<AuditDigestRow> AuditDigests => Set<AuditDigestRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<AuditKind>().HaveConversion<WireName<AuditKind>>();
        configurationBuilder.Properties<Decision>().HaveConversion<WireName<Decision>>();
        configurationBuilder.Properties<Sensitivity>().HaveConversion<WireName<Sensitivity>>();
        configurationBuilder.Properties<Phase>().HaveConversion<WireName<Phase>>();
        configurationBuilder.Properties<DigestKind>().HaveConversion<WireName<DigestKind>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AuditRow>(audit =>
        {
            audit.ToTable("audit");
            audit.HasKey(row => new { row.DecidedAt, row.DecisionId });
            audit.HasIndex(row => new { row.Tenant, row.DecidedAt, row.DecisionId });
            audit.HasIndex(row => new { row.Tenant, row.UserId, row.DecidedAt, row.DecisionId });
            audit.HasIndex(row => new { row.Tenant, row.SessionId, row.DecidedAt, row.DecisionId });
        });
        modelBuilder.Entity<AuditDigestRow>(digests =>
        {
            digests.ToTable("audit_digests");
            digests.HasKey(row => new { row.Tenant, row.Number });
            digests.HasIndex(row => new { row.Tenant, row.Day });
        });
        modelBuilder.Entity<ApiKeyRow>(keys =>
        {
            keys.ToTable("api_keys");
            keys.Property(row => row.Id).ValueGeneratedNever();
            keys.HasIndex(row => row.Hash).IsUnique();
        });
    }
}

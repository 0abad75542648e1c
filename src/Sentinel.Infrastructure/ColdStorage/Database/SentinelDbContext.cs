using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.Profiles.Records;
using Sentinel.Application.Reviews.Records;
using Sentinel.Application.Simulations.Records;
using Sentinel.Application.Stats.Records;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>The model of both databases; each derived context has its own column types and migrations.</summary>
public abstract class SentinelDbContext(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<AuditDigestRow> AuditDigests => Set<AuditDigestRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<ProfileRow> Profiles => Set<ProfileRow>();

    public DbSet<TrainingSampleRow> TrainingSamples => Set<TrainingSampleRow>();

    public DbSet<BaselineRow> Baselines => Set<BaselineRow>();

    public DbSet<ErasureRow> Erasures => Set<ErasureRow>();

    public DbSet<ErasureSessionRow> ErasureSessions => Set<ErasureSessionRow>();

    public DbSet<SanctionRow> Sanctions => Set<SanctionRow>();

    public DbSet<HotStateRow> HotState => Set<HotStateRow>();

    public DbSet<FeedbackRow> Feedback => Set<FeedbackRow>();

    public DbSet<SketchRow> Sketches => Set<SketchRow>();

    public DbSet<ReviewRow> Reviews => Set<ReviewRow>();

    public DbSet<PolicyRow> PolicyVersions => Set<PolicyRow>();

    public DbSet<SimulationRow> Simulations => Set<SimulationRow>();

    public DbSet<ListEntryRow> ListEntries => Set<ListEntryRow>();

    public DbSet<StatRow> Stats => Set<StatRow>();

    public DbSet<StatAdditionRow> StatAdditions => Set<StatAdditionRow>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<AuditKind>().HaveConversion<WireName<AuditKind>>();
        configurationBuilder.Properties<Decision>().HaveConversion<WireName<Decision>>();
        configurationBuilder.Properties<Sensitivity>().HaveConversion<WireName<Sensitivity>>();
        configurationBuilder.Properties<SampleKind>().HaveConversion<WireName<SampleKind>>();
        configurationBuilder.Properties<SampleState>().HaveConversion<WireName<SampleState>>();
        configurationBuilder.Properties<BaselineStatus>().HaveConversion<WireName<BaselineStatus>>();
        configurationBuilder.Properties<Phase>().HaveConversion<WireName<Phase>>();
        configurationBuilder.Properties<ChallengeOutcome>().HaveConversion<WireName<ChallengeOutcome>>();
        configurationBuilder.Properties<Label>().HaveConversion<WireName<Label>>();
        configurationBuilder.Properties<DigestKind>().HaveConversion<WireName<DigestKind>>();
        configurationBuilder.Properties<ReviewKind>().HaveConversion<WireName<ReviewKind>>();
        configurationBuilder.Properties<PolicyState>().HaveConversion<WireName<PolicyState>>();
        configurationBuilder.Properties<SimulationState>().HaveConversion<WireName<SimulationState>>();
        configurationBuilder.Properties<StatStep>().HaveConversion<WireName<StatStep>>();
        configurationBuilder.Properties<ListEffect>().HaveConversion<WireName<ListEffect>>();
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
            // Of what is rare, for searches that would otherwise read a tenant's whole audit to find few rows or none.
            audit.HasIndex(row => new { row.Tenant, row.Kind, row.DecidedAt, row.DecisionId }, "ix_audit_rare_kinds")
                .HasFilter("kind NOT IN ('BATCH', 'EVALUATION')");
            audit.HasIndex(row => new { row.Tenant, row.Decision, row.DecidedAt, row.DecisionId }, "ix_audit_not_allowed")
                .HasFilter("decision <> 'ALLOW'");
            audit.HasIndex(row => new { row.Tenant, row.DeclaredAgent, row.DecidedAt, row.DecisionId }, "ix_audit_agents")
                .HasFilter("declared_agent IS NOT NULL");
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
            keys.HasIndex(row => row.Tenant);
        });
        modelBuilder.Entity<FeedbackRow>(feedback =>
        {
            feedback.ToTable("feedback");
            feedback.HasKey(row => new { row.Tenant, row.SessionId, row.DecisionId });
            feedback.HasIndex(row => new { row.Tenant, row.UserId });
        });
        modelBuilder.Entity<SketchRow>(sketches =>
        {
            sketches.ToTable("sketches");
            sketches.HasKey(row => new { row.Tenant, row.SessionId, row.DecisionId, row.Number });
            sketches.HasIndex(row => new { row.Tenant, row.Cell, row.At });
            sketches.HasIndex(row => new { row.Tenant, row.UserId });
            sketches.HasIndex(row => row.At);
        });
        modelBuilder.Entity<ReviewRow>(reviews =>
        {
            reviews.ToTable("reviews");
            reviews.HasKey(row => new { row.Tenant, row.Id });
            reviews.HasIndex(row => new { row.Tenant, row.DecidedAt, row.Id });
            // Of the queue, which stays short while the table grows.
            reviews.HasIndex(row => new { row.Tenant, row.DecidedAt, row.Id }, "ix_reviews_open").HasFilter("label IS NULL");
            reviews.HasIndex(row => new { row.Tenant, row.UserId });
        });
        modelBuilder.Entity<PolicyRow>(policies =>
        {
            policies.ToTable("policy_versions");
            policies.HasKey(row => new { row.Tenant, row.Number });
            // For nodes, which ask every few seconds what is in force.
            policies.HasIndex(row => row.State, "ix_policy_versions_in_force").HasFilter("state IN ('LIVE', 'SHADOW')");
        });
        modelBuilder.Entity<SimulationRow>(simulations =>
        {
            simulations.ToTable("simulations");
            simulations.Property(row => row.Id).ValueGeneratedNever();
            simulations.HasIndex(row => new { row.Tenant, row.RequestedAt, row.Id });
            // Of those that wait or run, which are few.
            simulations.HasIndex(row => row.AdvancedAt).HasFilter("finished_at IS NULL");
        });
        modelBuilder.Entity<ListEntryRow>(entries =>
        {
            entries.ToTable("list_entries");
            entries.HasKey(row => new { row.Tenant, row.Id });
            entries.HasIndex(row => new { row.Tenant, row.CreatedAt, row.Id });
            entries.HasIndex(row => new { row.Tenant, row.UserId });
            entries.HasIndex(row => row.ExpiresAt);
        });
        modelBuilder.Entity<StatRow>(stats =>
        {
            stats.ToTable("stats");
            stats.HasKey(row => new { row.Tenant, row.Step, row.At });
        });
        modelBuilder.Entity<StatAdditionRow>(additions =>
        {
            additions.ToTable("stat_additions");
            additions.Property(row => row.Id).ValueGeneratedNever();
            additions.HasIndex(row => new { row.Tenant, row.At });
        });
        modelBuilder.Entity<ProfileRow>(profiles =>
        {
            profiles.ToTable("profiles");
            profiles.Property(row => row.Id).ValueGeneratedNever();
            profiles.HasIndex(row => new { row.Tenant, row.UserId }).IsUnique();
            // For drains, which search it for each slice.
            profiles.HasIndex(row => new { row.Tenant, row.UserId }, "ix_profiles_erased").HasFilter("erased_at IS NOT NULL");
        });
        modelBuilder.Entity<SanctionRow>(sanctions =>
        {
            sanctions.ToTable("sanctions");
            sanctions.HasKey(row => new { row.Tenant, row.UserId });
            sanctions.HasIndex(row => row.Partition);
            sanctions.HasIndex(row => row.ChangedAt);
        });
        modelBuilder.Entity<HotStateRow>(mark =>
        {
            mark.ToTable("hot_state");
            mark.Property(row => row.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<ErasureRow>(erasures =>
        {
            erasures.ToTable("erasures");
            erasures.Property(row => row.Id).ValueGeneratedNever();
            erasures.HasIndex(row => row.ProfileId).IsUnique().HasFilter("finished_at IS NULL");
        });
        modelBuilder.Entity<ErasureSessionRow>(sessions =>
        {
            sessions.ToTable("erasure_sessions");
            sessions.HasKey(row => new { row.ErasureId, row.SessionId });
            sessions.HasOne<ErasureRow>().WithMany().HasForeignKey(row => row.ErasureId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<TrainingSampleRow>(samples =>
        {
            samples.ToTable("training_samples");
            samples.HasIndex(row => new { row.DecisionId, row.Kind }).IsUnique();
            samples.HasIndex(row => new { row.ProfileId, row.State });
            samples.HasIndex(row => new { row.SessionId, row.State });
            samples.HasIndex(row => new { row.State, row.DecidedAt });
            samples.HasOne<ProfileRow>().WithMany().HasForeignKey(row => row.ProfileId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<BaselineRow>(baselines =>
        {
            baselines.ToTable("baselines");
            baselines.HasKey(row => new { row.ProfileId, row.Version });
            baselines.HasOne<ProfileRow>().WithMany().HasForeignKey(row => row.ProfileId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}

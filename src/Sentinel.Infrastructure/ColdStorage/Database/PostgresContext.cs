using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>The PostgreSQL database.</summary>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : SentinelDbContext(options)
{
    internal static void Configure(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(PostgresSetting.ConnectionString(connectionString)).UseSnakeCaseNamingConvention().LeaveErrorsToCallers();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var json in AuditRow.Json)
            modelBuilder.Entity<AuditRow>().Property(json).HasColumnType("jsonb");
    }
}

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresContext>
{
    public PostgresContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<PostgresContext>();
        PostgresContext.Configure(builder, "Host=127.0.0.1");
        return new(builder.Options);
    }
}

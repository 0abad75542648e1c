using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>The served database.</summary>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : SentinelDbContext(options)
{
    /// <summary>No session state is used, so nothing needs a reset, which PgBouncer in transaction mode could not honour.</summary>
    public static string ConnectionString(string given) => new NpgsqlConnectionStringBuilder(given) { NoResetOnClose = true }.ConnectionString;

    internal static void Configure(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(ConnectionString(connectionString)).UseSnakeCaseNamingConvention().LeaveErrorsToCallers();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<AuditRow>().Property(row => row.Reasons).HasColumnType("jsonb");
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

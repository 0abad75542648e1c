using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>The embedded database: one file in the data directory, used by one process.</summary>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : SentinelDbContext(options)
{
    /// <summary>How long a command waits for another command's lock, in seconds.</summary>
    private const int BusyTimeout = 10;

    internal static string File(DataDirectory directory) => Path.Combine(directory.FullPath, "sentinel.db");

    internal static void Configure(DbContextOptionsBuilder builder, string file) => builder
        .UseSqlite(new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = BusyTimeout }.ConnectionString)
        .UseSnakeCaseNamingConvention()
        .LeaveErrorsToCallers();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // SQLite has no time type; whole milliseconds keep the order and the contract's precision.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
    }

    private sealed class UnixMilliseconds()
        : ValueConverter<DateTimeOffset, long>(
            time => time.ToUnixTimeMilliseconds(),
            value => DateTimeOffset.FromUnixTimeMilliseconds(value)
        );
}

internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteContext>
{
    public SqliteContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<SqliteContext>();
        SqliteContext.Configure(builder, "design.db");
        return new(builder.Options);
    }
}

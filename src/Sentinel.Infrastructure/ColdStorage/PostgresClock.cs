using Microsoft.EntityFrameworkCore;
using Npgsql;
using Sentinel.Infrastructure.Clocks;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>The clock of PostgreSQL.</summary>
internal sealed class PostgresClock(IDbContextFactory<SentinelDbContext> contexts) : IOtherClock
{
    public string Name => "PostgreSQL";

    public async Task<DateTimeOffset?> Read(CancellationToken cancel)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var now = await context.Database.SqlQueryRaw<DateTime>("SELECT clock_timestamp() AS \"Value\"").SingleAsync(cancel);
            return new DateTimeOffset(now.ToUniversalTime());
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return null;
        }
    }
}

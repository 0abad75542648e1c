using Npgsql;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Auditing;

namespace Sentinel.Integration.Tests;

/// <summary>A drain holds a partition of the audit for so long that other writers give up.</summary>
[Collection(ServedNode.Name)]
public sealed class HeldAuditTests(ServedParts parts)
{
    [Fact]
    public async Task Read_WhenTheRowThatSaysWhoReadCannotBeWritten_Is503AndNoBug()
    {
        var node = parts.Node;
        var logged = node.Log.Length;
        (await node.Client.CreateApiKey(["SERVER"])).Expect(201);
        (await node.Client.Audit("")).Expect(200);
        // A pooled connection would keep the lock until its next use.
        await using var connection = new NpgsqlConnection($"{node.Settings.Postgres};Pooling=false");
        await connection.OpenAsync();
        var partition = Partition.Of(TenantId.Default, UserId.Unknown).Value;
        await using var hold = new NpgsqlCommand($"SELECT pg_advisory_lock({PostgresAuditLog.LockSpace}, {partition})", connection);
        await hold.ExecuteNonQueryAsync();

        (await node.Client.Audit("")).Expect(503, "cold_storage_unavailable");
        Assert.DoesNotContain("   at Sentinel.", node.Log[logged..], StringComparison.Ordinal);
    }
}

using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary><c>--verify-audit</c> as an operator runs it.</summary>
public sealed class VerifyAuditTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly IReadOnlyList<AuditRecord> Signed = Records.Batches(TenantId.Default, 5);

    [Fact]
    [Trait("Category", "Long")]
    public async Task Verify_OnEmbeddedParts_NamesWhatWasDoneToTheAudit()
    {
        await using var node = new SentinelNode(new NodeSettings { Environment = "Production" });
        Assert.Equal(0, (await node.Run("--migrate")).Exit);
        await using var storage = new NodeStorage(node);
        await storage.Append(Signed);
        await node.Start();
        var key = Path.Combine(node.DataFolder, "audit-digest-key");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        await Probe.Until(
            async () => (await storage.Service<IAuditDigests>().Chain(TenantId.Default, default)).Count > 0,
            "the start has closed the day"
        );
        node.Stop();
        File.Move(key, key + ".lost");
        await Assert.ThrowsAsync<InvalidOperationException>(node.Start);
        Assert.Single(
            node.Log.Split('\n'), line => line.StartsWith($"The file {key} is missing, and days are signed", StringComparison.Ordinal));
        Assert.False(File.Exists(key));
        File.Move(key + ".lost", key);
        await node.Start();
        await AssertNamesEach(node, storage);
        Assert.Equal(0, (await node.Run("--verify-audit", "--tenant", "another")).Exit);
        Assert.Equal(0, (await node.Run("--verify-audit", "--from", "2026-01-03")).Exit);
        var (exit, output) = await node.Run("--verify-audit", "--from", "yesterday");
        Assert.True(exit == 1 && output.Contains("--from must be a day, as in 2026-01-31", StringComparison.Ordinal), output);
        (exit, output) = await node.Run("--tenant", "another");
        Assert.True(exit == 1 && output.Contains("--tenant needs --verify-audit", StringComparison.Ordinal), output);
        (exit, output) = await node.Run("--verify-audit", "--migrate");
        Assert.True(exit == 1 && output.Contains("Only one of --check, --migrate, --verify-audit", StringComparison.Ordinal), output);
        (exit, output) = await node.Run("--verify-adit");
        Assert.True(exit == 1 && output.Contains("a word that is not understood: see --help", StringComparison.Ordinal), output);
        Assert.DoesNotContain((await File.ReadAllTextAsync(key)).Trim(), node.Log, StringComparison.Ordinal);
        File.Delete(key);
        Assert.Equal(1, (await node.Run("--verify-audit")).Exit);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Verify_OnServedParts_NamesWhatWasDoneToTheAudit()
    {
        var bytes = RandomNumberGenerator.GetBytes(32);
        var settings = new NodeSettings { Environment = "Production", Postgres = await server.Database("verify_audit") };
        await using var node = await SentinelNode.Started(
            settings with
            {
                Others = settings.Others.SetItem("Audit__DigestKey", Convert.ToBase64String(bytes)),
            }
        );
        await using var storage = new NodeStorage(node);
        await storage.Append(Signed);
        var close = new SignAuditDaysHandler(
            storage.Service<IAuditTable>(),
            storage.Service<IAuditDigests>(),
            DigestKey.Of(bytes),
            TimeProvider.System,
            NullLogger<SignAuditDaysHandler>.Instance
        );
        Assert.Equal(1, await close.Handle(new(), default));
        await AssertNamesEach(node, storage);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Verify_WhenTheKeyWasChanged_ChecksWithTheFormerOneWhatThatSigned()
    {
        string[] keys = [.. Enumerable.Range(0, 2).Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))];
        var settings = new NodeSettings { Environment = "Production", Postgres = await server.Database("verify_audit_rotated") };
        await using var node = await SentinelNode.Started(
            settings.With("Audit__DigestKey", keys[1]).With("Audit__FormerDigestKeys", keys[0])
        );
        await using var storage = new NodeStorage(node);
        await storage.Append(Signed);
        var close = new SignAuditDaysHandler(
            storage.Service<IAuditTable>(),
            storage.Service<IAuditDigests>(),
            DigestKey.Of(Convert.FromBase64String(keys[0])),
            TimeProvider.System,
            NullLogger<SignAuditDaysHandler>.Instance
        );
        Assert.Equal(1, await close.Handle(new(), default));
        await AssertNamesEach(node, storage);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Start_WhenDigestsAreOnWithoutAKeyOnServedParts_SaysWhatIsMissing()
    {
        var settings = new NodeSettings { Environment = "Production", Postgres = await server.Database("verify_audit_keyless") };
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SentinelNode.Started(settings with { Others = settings.Others.SetItem("Audit__Digests", "true") }));
        Assert.Contains("Audit:DigestKey is missing", failure.Message, StringComparison.Ordinal);
        await using var node = await SentinelNode.Started(settings);
        Assert.Contains("The audit is not signed", node.Log, StringComparison.Ordinal);
    }

    private static async Task AssertNamesEach(SentinelNode node, NodeStorage storage)
    {
        var (exit, output) = await node.Run("--verify-audit");
        Assert.True(exit == 0, output);
        Assert.Contains("default 2026-01-02: 5 rows compared", output, StringComparison.Ordinal);
        Assert.Contains("Everything is as it was signed.", output, StringComparison.Ordinal);

        var added = Records.Batch(TenantId.Default, 9);
        await storage.Append([added]);
        await storage.Sql($"UPDATE audit SET decision = 'ALLOW' WHERE {Is(Signed[1])}");
        await storage.Sql($"DELETE FROM audit WHERE {Is(Signed[3])}");
        (exit, output) = await node.Run("--verify-audit", "--tenant", "default", "--from", "2026-01-01", "--to", "2026-01-31");
        Assert.True(exit == 1, output);
        Assert.Contains($"default 2026-01-02: ADDED row {added.DecisionId}", output, StringComparison.Ordinal);
        Assert.Contains($"default 2026-01-02: CHANGED row {Signed[1].DecisionId}", output, StringComparison.Ordinal);
        Assert.Contains($"default 2026-01-02: MISSING row {Signed[3].DecisionId}", output, StringComparison.Ordinal);
        Assert.Contains("3 found that are not as they were signed.", output, StringComparison.Ordinal);

        await storage.Sql("DELETE FROM audit_digests");
        (exit, output) = await node.Run("--verify-audit", "--tenant", "default", "--to", "2026-01-31");
        Assert.True(exit == 1 && output.Contains("default: NOTHING could be compared", StringComparison.Ordinal), output);
    }

    private static string Is(AuditRecord record) => $"lower(CAST(decision_id AS text)) = '{record.DecisionId}'";
}

using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Integration.Tests;

/// <summary>Secrets in a node's files: a file that a crash left incomplete is never used.</summary>
public sealed class SecretFileTests
{
    private static readonly NodeSettings Own = new() { GivesKey = false };

    [Fact]
    [Trait("Category", "Long")]
    public async Task Start_WhenTheFilesAreEmpty_MakesKeys()
    {
        await using var node = new SentinelNode(Own);
        foreach (var name in new[] { "bootstrap-key", "audit-digest-key" })
        {
            await File.WriteAllTextAsync(Path.Combine(node.DataFolder, name), name[0] == 'b' ? "" : "\0\0\0\0");
            await File.WriteAllTextAsync(Path.Combine(node.DataFolder, name + ".new"), "half a k");
        }

        await node.Run("--migrate");
        await using (var storage = new NodeStorage(node))
        {
            // A key of another scope does not replace an administrator's.
            ApiKey server = new(Guid.NewGuid(), TenantId.Default, ApiKeySecret.Hash("a-server-key"), Scopes.Server, DateTimeOffset.UtcNow);
            await storage.Service<IApiKeys>().Add(server, default);
        }

        await node.Start();
        var key = (await File.ReadAllTextAsync(Path.Combine(node.DataFolder, "bootstrap-key"))).Trim();
        Assert.Equal(67, key.Length);
        var digestKey = await File.ReadAllTextAsync(Path.Combine(node.DataFolder, "audit-digest-key"));
        Assert.Equal(32, Convert.FromBase64String(digestKey.Trim()).Length);
        var files = Directory.GetFiles(node.DataFolder, "*key*");
        Assert.Equal(2, files.Length);
        foreach (var file in files)
        {
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        var keys = (await node.With(key).Keys()).Values;
        Assert.Equal(2, keys.Count());
        var usable = Assert.Single(keys, one => one["revokedAt"] is null && (string?)one["name"] == "bootstrap");
        (await node.With(key).RevokeApiKey((string)usable["id"]!)).Expect(409, "last_admin_key");

        var rows = (await node.With(key).AuditRows("")).Where(row => (string?)row["actor"] is null);
        Assert.Equal([$"KEY_MADE {usable["id"]}"], rows.Select(row => $"{row["kind"]} {row["target"]}"));

        node.Kill();
        await node.Start();
        (await node.With(key).Audit("")).Expect(200);
    }

    [Theory]
    [Trait("Category", "Long")]
    [
        InlineData("bootstrap-key", "sk_half", "32 to 256 characters"),
        InlineData("audit-digest-key", "aGFsZg==", "32 or more bytes in base64")
    ]
    public async Task Start_WhenAFileHoldsSomethingElse_EndsNamingItAndTheRemedyInOneLine(string name, string content, string remedy)
    {
        await using var node = new SentinelNode(Own);
        await File.WriteAllTextAsync(Path.Combine(node.DataFolder, name), content);
        await Assert.ThrowsAsync<InvalidOperationException>(node.Start);
        var path = Path.Combine(node.DataFolder, name);
        var line = Assert.Single(node.Log.Split('\n'), line => line.StartsWith($"The file {path}", StringComparison.Ordinal));
        Assert.Contains(remedy, line, StringComparison.Ordinal);
        Assert.DoesNotContain(content, node.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Sentinel.", node.Log, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(Path.Combine(node.DataFolder, name)));
    }
}

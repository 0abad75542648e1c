using Sentinel.Application.ApiKeys;

namespace Sentinel.Integration.Tests;

/// <summary>Invariant 9 and secrets: what no log and no file may contain.</summary>
public sealed class PrivacyTests
{
    [Fact]
    public Task Log_WhenANodeHasWorkedAtTheLowestLevel_HoldsNoKeyNoTokenAndNoEvent() => AssertQuiet("Development", "Trace");

    [Fact]
    [Trait("Category", "Long")]
    public Task Log_WhenANodeHasWorkedInProduction_HoldsNoKeyNoTokenAndNoEvent() => AssertQuiet("Production", "Information");

    private static async Task AssertQuiet(string environment, string level)
    {
        var settings = new NodeSettings { Environment = environment };
        await using var node = await SentinelNode.Started(settings with
        {
            Others = settings.Others.SetItem("Logging__LogLevel__Default", level).SetItem("Logging__LogLevel__Microsoft.AspNetCore", level)
                .SetItem("Logging__LogLevel__Microsoft.EntityFrameworkCore", level).SetItem("Logging__LogLevel__Hangfire", level),
        });
        var session = await node.Client.Opened("u-1");
        var batch = new Person(1, DateTimeOffset.UtcNow).Batch(1, session.User);
        foreach (var key in batch["keys"]!.AsArray()) (key!["code"], key["field"]) = ("IntlBackslash", "secret-field");
        (await node.Client.Batch(session.Id, batch)).Expect(200);
        (await node.With(session.Token).Batch(session.Id, batch)).Expect(200);
        batch["sequence"] = 2;
        batch["keys"]![0]!["code"] = "§typed§";
        (await node.Client.Batch(session.Id, batch)).Expect(422);
        (await node.Client.PostText($"/api/v1/sessions/{session.Id}/batches", """{"keys":[{"code":"§typed§","down":"§down§"}]}""")).Expect(
            400
        );
        (await node.With("garbage-credential").Batch(session.Id, batch)).Expect(401);
        (await node.Client.Evaluate(session.Id)).Expect(200);
        var made = (await node.Client.CreateApiKey(["SERVER"], "shop")).Expect(201);
        var next = (await node.Client.RotateApiKey(made.Text("id"), 5)).Expect(201);
        (await node.With(next.Text("key")).Session(session.Id)).Expect(200);
        (await node.Client.RevokeApiKey(made.Text("id"))).Expect(204);
        (await node.With(made.Text("key")).Session(session.Id)).Expect(401, "key_revoked");
        using (var browser = SignInTests.Browser(node)) await SignInTests.SignIn(browser, settings.AdminKey, "/hangfire");
        await Probe.Until(async () => (await node.Client.AuditRows($"sessionId={session.Id}")).Count == 3, "the audit is written");
        await Probe.Until(async () => (await node.Client.Keys())[next.Text("id")]["lastUsedAt"] is not null, "the key's use is written");
        node.Stop();

        Assert.NotEmpty(node.Log);
        string[] secrets =
        [
            settings.AdminKey,
            made.Text("key")[12..],
            next.Text("key")[12..],
            session.Token,
            "garbage-credential",
            "IntlBackslash",
            "secret-field",
            "§typed§",
            "§down§",
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, node.Log, StringComparison.OrdinalIgnoreCase));
        foreach (var time in batch["keys"]!.AsArray().Select(key => key!["down"]!.ToJsonString()))
            Assert.DoesNotContain(time, node.Log, StringComparison.Ordinal);
        string[] keys = [settings.AdminKey, made.Text("key"), next.Text("key")];
        foreach (var hash in keys.Select(ApiKeySecret.Hash))
            Assert.All(
                [Convert.ToHexString(hash), Convert.ToBase64String(hash)],
                text => Assert.DoesNotContain(text, node.Log, StringComparison.OrdinalIgnoreCase)
            );
        foreach (
            var change in new[]
            {
                $"{made.Text("id")} of tenant default was made",
                $"{next.Text("id")} of tenant default was made",
                $"{made.Text("id")} of tenant default was replaced",
                $"{made.Text("id")} of tenant default was revoked",
            }
        )
            Assert.Contains(change, node.Log, StringComparison.Ordinal);
        AssertNowhere(
            node.DataFolder,
            [.. keys, .. keys.Skip(1).Select(key => key[12..]), session.Token, "IntlBackslash", "secret-field", "§typed§"]
        );
    }

    [Fact]
    public async Task BootstrapKey_WhenNoneIsGiven_IsInAFileThatOnlyItsOwnerReads()
    {
        await using var node = await SentinelNode.Started(new NodeSettings { GivesKey = false, Environment = "Production" });
        var path = Path.Combine(node.DataFolder, "bootstrap-key");
        var key = (await File.ReadAllTextAsync(path)).Trim();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.True(key.Length >= 32);
        (await node.With(key).Audit("")).Expect(200);
        (await node.With(node.Settings.AdminKey).Audit("")).Expect(401);
        Assert.Contains(path, node.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(key, node.Log, StringComparison.Ordinal);
        // A first start logs no warnings.
        Assert.DoesNotMatch("(?m)^(warn|fail|crit):", node.Log);

        node.Kill();
        await node.Start();
        (await node.With(key).Audit("")).Expect(200);
        Assert.DoesNotContain(key, node.Log, StringComparison.Ordinal);
        node.Stop();
        AssertNowhere(node.DataFolder, [key], except: path);
    }

    private static void AssertNowhere(string folder, string[] secrets, string? except = null)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => file != except))
        {
            var content = System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(file));
            Assert.All(secrets, secret => Assert.False(content.Contains(secret, StringComparison.Ordinal), $"{secret} is in {file}"));
        }
    }
}

using System.Diagnostics;
using System.Net;

namespace Sentinel.Integration.Tests;

/// <summary>A change of a key on one node takes effect on all others.</summary>
[Collection(ServedNode.Name)]
public sealed class KeyNodesTests(ServedParts parts) : ApiTests(parts)
{
    [Fact]
    public async Task Revoke_WhenAnotherNodeDidIt_IsObeyedWithinFiveSeconds()
    {
        var other = await parts.Other();
        for (var round = 0; round < 3; round++)
        {
            var made = (await Client.CreateApiKey(["SERVER"])).Expect(201);
            // A key that another node has just made works immediately.
            (await other.With(made.Text("key")).Open(NewUser())).Expect(201);
            var watch = Stopwatch.StartNew();
            Assert.Equal(204, (await Client.RevokeApiKey(made.Text("id"))).Number);
            (await Client.Get("/api/v1/keys")).Expect(200);
            (await Node.With(made.Text("key")).Open(NewUser())).Expect(401, "key_revoked");
            await Probe.Until(
                async () => (await other.With(made.Text("key")).Open(NewUser())).Code == "key_revoked",
                "the other node obeys",
                TimeSpan.FromSeconds(5) - watch.Elapsed
            );
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Revoke_WhenNodesRevokeTheLastTwoAdminKeysAtOnce_OneIsLeft()
    {
        await using var other = await SentinelNode.Started(Node.Settings);
        var first = await TenantKey.Stored(Node);
        var second = (await Node.With(first).CreateApiKey(["ADMIN"])).Expect(201);
        var ids = (await Node.With(first).Keys()).Keys.ToArray();
        Assert.Equal(2, ids.Length);
        (await other.With(second.Text("key")).Get("/api/v1/keys")).Expect(200);

        var statuses = await Task.WhenAll(
            Node.With(first).RevokeApiKey(ids.Single(id => id != second.Text("id"))),
            other.With(second.Text("key")).RevokeApiKey(second.Text("id"))
        );
        Assert.Equal([204, 409], statuses.Select(answer => answer.Number).Order());
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Start_WhenAnotherNodeMadeTheAdminKey_SaysWhereItIsAndMakesNone()
    {
        Assert.Contains("The admin key is the one that SENTINEL_BOOTSTRAP_KEY sets", Node.Log, StringComparison.Ordinal);
        await using var other = await SentinelNode.Started(Node.Settings with { GivesKey = false });
        Assert.Single(
            other.Log.Split('\n'),
            line => line.Contains("it is in the file bootstrap-key in the SENTINEL_DATA of the node that did", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(Node.Settings.AdminKey, other.Log, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(other.DataFolder, "bootstrap-key")));
        (await other.With(Node.Settings.AdminKey).Audit("")).Expect(200);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Start_WhenTheFirstKeyWasRevoked_DoesNotBringItBack()
    {
        await using var node = await SentinelNode.Started(new NodeSettings());
        var first = (await node.Client.Keys()).Keys.Single();
        var second = (await node.Client.CreateApiKey(["ADMIN", "OPERATOR"])).Expect(201).Text("key");
        (await node.Client.RevokeApiKey(first)).Expect(204);
        node.Kill();
        await node.Start();
        (await node.Client.Get("/api/v1/keys")).Expect(401, "key_revoked");
        Assert.Equal(2, (await node.With(second).Keys()).Count);
    }

    [Fact]
    public async Task Cookie_WhenItsKeyIsRevoked_EndsWithIt()
    {
        var made = (await Client.CreateApiKey(["ADMIN"])).Expect(201);
        using var browser = SignInTests.Browser(Node);
        Assert.Equal(HttpStatusCode.Redirect, (await SignInTests.SignIn(browser, made.Text("key"), "/hangfire")).StatusCode);
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK),
            ((await browser.GetAsync("/hangfire")).StatusCode, (await browser.GetAsync("/api/v1/keys")).StatusCode)
        );
        (await Client.RevokeApiKey(made.Text("id"))).Expect(204);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/hangfire")).StatusCode);
        (await Answer.Of(await browser.GetAsync("/api/v1/keys"))).Expect(401, "key_revoked");
    }
}

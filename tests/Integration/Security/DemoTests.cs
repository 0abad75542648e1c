using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>What the demo bank refuses. <see cref="CredentialTests"/> checks that a node in Production has no demo.</summary>
[Collection(EmbeddedNode.Name)]
public sealed class DemoTests(EmbeddedParts parts)
{
    [Fact]
    public async Task LogIn_WhenTheNameIsNone_IsRefusedByItsCode()
    {
        var visitor = parts.Node.With(null);
        (await visitor.Post("/demo/login", new() { ["name"] = "no spaces, please" })).Expect(422, "invalid_request");
        (await visitor.Post("/demo/login", new() { ["name"] = new JsonObject() })).Expect(400);
        (await visitor.Post("/demo/login", new() { ["name"] = new string('a', 200) })).Expect(422, "invalid_request");
    }

    [Fact]
    public async Task Demo_WhenNobodyLoggedIn_TellsNothingAndSendsNothing()
    {
        var visitor = parts.Node.With(null);
        (await visitor.Get("/demo/session")).Expect(401);
        (await visitor.Post("/demo/transfer", [])).Expect(403, "challenge_required");
        (await visitor.Post($"/demo/challenges/{Guid.NewGuid()}/code", [])).Expect(401);
        (await visitor.Post($"/demo/challenges/{Guid.NewGuid()}", new() { ["code"] = "000000" })).Expect(401);
        Assert.Contains(
            "script-src 'self'",
            (await visitor.Get("/demo")).Expect(200).Headers["Content-Security-Policy"].Single(),
            StringComparison.Ordinal
        );
    }
}

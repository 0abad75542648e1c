using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Sentinel.Api.Authentication;
using Sentinel.Application.Access;
using Sentinel.Domain.Sessions;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Ingest tokens that are forged, changed, expired or of another session; and keys of other tenants. Tokens sealed here use the node's
/// keys.
/// </summary>
public abstract class TokenTests(SharedNode parts) : ApiTests(parts)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Token_WhenItHasExpired_IsUnauthorized()
    {
        await using var storage = new NodeStorage(Node);
        var session = await Client.Opened(NewUser());
        await Refused(session, Sealed(storage, Grant(session), -TimeSpan.FromMilliseconds(1)), 401, "unauthorized");
        (await Node.With(Sealed(storage, Grant(session), Hour)).Batch(session.Id, new Person(1, Soon).Batch(1))).Expect(200);
    }

    [Fact]
    public async Task Token_WhenAnyCharacterIsAnother_IsUnauthorized()
    {
        var session = await Client.Opened(NewUser());
        var good = WebEncoders.Base64UrlDecode(session.Token);
        var tried = 0;
        for (var at = 0; at < session.Token.Length; at++)
        {
            var changed = session.Token.ToCharArray();
            changed[at] = changed[at] == 'A' ? 'Q' : 'A';
            var token = new string(changed);
            // The last character may contain unused bits.
            if (WebEncoders.Base64UrlDecode(token).AsSpan().SequenceEqual(good)) continue;
            (await Node.With(token).Batch(session.Id, new Person(1, Soon).Batch(1))).Expect(401, "unauthorized");
            tried++;
        }

        Assert.InRange(tried, session.Token.Length - 1, session.Token.Length);
        await AssertUntouched(session);
    }

    [Fact]
    public async Task Token_WhenItIsCutOrLengthened_IsUnauthorized()
    {
        var session = await Client.Opened(NewUser());
        var other = await Client.Opened(NewUser());
        var token = session.Token;
        foreach (
            var changed in new[]
            {
                token[..^1],
                token[..^4],
                token[..(token.Length / 2)],
                token[..8],
                token + "A",
                token + "AAAA",
                token + token,
                token[..60] + other.Token[60..],
                token[..^60] + other.Token[^60..],
            }
        )
            await Refused(session, changed, 401, "unauthorized");
    }

    [Fact]
    public async Task Token_WhenItIsForged_IsUnauthorized()
    {
        await using var storage = new NodeStorage(Node);
        var session = await Client.Opened(NewUser());
        var elsewhere = new IngestTokens(new EphemeralDataProtectionProvider(), TimeProvider.System);
        var payload = storage
            .Service<IDataProtectionProvider>()
            .CreateProtector("Sentinel.IngestToken.v1")
            .Unprotect(WebEncoders.Base64UrlDecode(session.Token));
        var ofAnotherPurpose = storage.Service<IDataProtectionProvider>().CreateProtector("Sentinel.IngestToken.v2").Protect(payload);
        foreach (
            var token in new[]
            {
                elsewhere.Issue(TenantId.Default, Grant(session), DateTimeOffset.UtcNow + Hour),
                WebEncoders.Base64UrlEncode(ofAnotherPurpose),
                WebEncoders.Base64UrlEncode(payload),
                $"CfDJ8{WebEncoders.Base64UrlEncode(payload)}",
                WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(session.Id)),
            }
        )
            await Refused(session, token, 401, "unauthorized");
    }

    [Fact]
    public async Task Token_WhenItIsSealedAndItsContentCannotBe_IsUnauthorized()
    {
        await using var storage = new NodeStorage(Node);
        var session = await Client.Opened(NewUser());
        var protector = storage.Service<IDataProtectionProvider>().CreateProtector("Sentinel.IngestToken.v1");
        var payload = protector.Unprotect(WebEncoders.Base64UrlDecode(session.Token));
        for (var length = 0; length < payload.Length; length += 5)
            await Refused(session, WebEncoders.Base64UrlEncode(protector.Protect(payload[..length])), 401, "unauthorized");
        byte[] noMoment = [.. payload[..8], .. BitConverter.GetBytes(long.MaxValue), .. payload[16..]];
        await Refused(session, WebEncoders.Base64UrlEncode(protector.Protect(noMoment)), 401, "unauthorized");
    }

    [Fact]
    public async Task Token_WhenItIsOfAnotherTenantsSessionOfThisName_FindsNone()
    {
        await using var storage = new NodeStorage(Node);
        var session = await Client.Opened(NewUser());
        await Refused(session, Sealed(storage, Grant(session), Hour, TenantId.Parse("another")), 404, "session_expired");
    }

    [Fact]
    public async Task Token_WhenItsUserIsAnother_IsInvalid()
    {
        await using var storage = new NodeStorage(Node);
        var session = await Client.Opened(NewUser());
        await Refused(session, Sealed(storage, Grant(session) with { User = UserId.Parse("somebody-else") }, Hour), 422, "other_user");
    }

    [Fact]
    public async Task Token_WhenABatchIsReplayed_ScoresItOnce()
    {
        var session = await Client.Opened(NewUser());
        var browser = Node.With(session.Token);
        var captured = new Person(1, Soon).Batch(1);
        var first = (await browser.Batch(session.Id, captured)).Expect(200);
        for (var i = 0; i < 5; i++) Assert.Equal(first.Body, (await browser.Batch(session.Id, captured)).Expect(200).Body);
        captured["keys"]!.AsArray().RemoveAt(0);
        (await browser.Batch(session.Id, captured)).Expect(409, "sequence_reused");
        Assert.Equal(1, (await Client.Session(session.Id)).Value("batches"));
        // A batch is refused in another session with the same token. The attempt is in the audit of the token's session.
        (await browser.Batch((await Client.Opened(session.User)).Id, captured)).Expect(403, "foreign_session");
        Assert.Equal(["BATCH", "REFUSED", "SESSION_OPENED"], (await AuditOf(session, 3)).Select(row => (string)row["kind"]!).Order());
    }

    [Fact]
    public async Task EachCall_WhenTheKeyIsAnotherTenants_FindsNothingAndChangesNothing()
    {
        var user = NewUser();
        var session = await Client.Opened(user);
        (await Client.Batch(session.Id, new Person(1, Soon).Batch(1, user))).Expect(200);
        var challenge = (await Client.Evaluate(session.Id)).Expect(200).Text("challengeId");
        (await Client.Ban(user)).Expect(201);
        await AuditOf(session, 3);
        var before = await Client.Session(session.Id);

        var stranger = Node.With(await TenantKey.Stored(Node));
        foreach (
            var answer in new[]
            {
                await stranger.Session(session.Id),
                await stranger.Batch(session.Id, new Person(2, Soon).Batch(2, user)),
                await stranger.Evaluate(session.Id),
                await stranger.Report(session.Id, challenge, "FAILED"),
                await stranger.Report(session.Id, challenge, "PASSED"),
            }
        )
            answer.Expect(404, "session_expired");
        (await stranger.Get($"/api/v1/sessions/{session.Id}/timeline")).Expect(404, "session_unknown");
        (await stranger.Get($"/api/v1/bans/{user}")).Expect(404, "not_banned");
        (await stranger.Lift(user)).Expect(404, "not_banned");
        (await stranger.Get($"/api/v1/users/{user}/profile")).Expect(404, "user_unknown");
        Assert.Empty(await stranger.AuditRows($"userId={user}"));
        Assert.Empty(await stranger.AuditRows($"sessionId={session.Id}"));
        Assert.DoesNotContain(
            session.Id,
            (await stranger.Get($"/api/v1/audit/export?userId={user}")).Expect(200).Body,
            StringComparison.Ordinal
        );
        // An id of the last ten minutes may belong to a degraded opening, so the end is accepted without a session. The other tenant ends
        // only its own session.
        (await stranger.End(session.Id)).Expect(204);
        // The other tenant has a user of the same name. Neither tenant's ban affects the other's user.
        Assert.Equal("ALLOW", (await stranger.Open(user)).Expect(201).Decision);
        (await stranger.Ban(user)).Expect(201);
        Assert.Equal(204, (await stranger.Lift(user)).Number);

        (await Client.Get($"/api/v1/bans/{user}")).Expect(200);
        Assert.Equal(before.Body, (await Client.Session(session.Id)).Body);
        Assert.Equal("BLOCK", (await Client.Open(user)).Expect(201).Decision);
    }

    private static IngestGrant Grant(OpenSession session) =>
        new(SessionId.Parse(session.Id), UserId.Parse(session.User), DeviceId.None, null);

    /// <summary>A token as the node issues it.</summary>
    private static string Sealed(NodeStorage storage, IngestGrant grant, TimeSpan life, TenantId? tenant = null) =>
        new IngestTokens(storage.Service<IDataProtectionProvider>(), TimeProvider.System).Issue(
            tenant ?? TenantId.Default,
            grant,
            DateTimeOffset.UtcNow + life
        );

    private async Task Refused(OpenSession session, string token, int status, string code)
    {
        (await Node.With(token).Batch(session.Id, new Person(1, Soon).Batch(1))).Expect(status, code);
        await AssertUntouched(session);
    }

    private async Task AssertUntouched(OpenSession session) =>
        Assert.Equal(0, (await Client.Session(session.Id)).Expect(200).Value("batches"));
}

[Collection(EmbeddedNode.Name)]
public sealed class TokensOnEmbeddedParts(EmbeddedParts parts) : TokenTests(parts);

[Collection(ServedNode.Name)]
public sealed class TokensOnServedParts(ServedParts parts) : TokenTests(parts);

using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Unit.Tests;

/// <summary>Making, rotating and revoking keys: permissions, results and expiry.</summary>
public sealed class ApiKeyRulesTests : IDisposable
{
    private readonly ApiKeyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Create_WhenMade_IsTheTenantsAndStoredAsAHashAlone()
    {
        var made = await _bench.Created(Scopes.Server, TimeSpan.FromDays(1));
        var stored = Assert.Single(await _bench.Store.All(default));
        Assert.Equal(
            (ApiKeyBench.Tenant, Scopes.Server, "a key", _bench.Now, _bench.Now.AddDays(1)),
            (stored.Tenant, stored.Scopes, stored.Name, stored.CreatedAt, stored.ExpiresAt!.Value)
        );
        Assert.Equal(ApiKeySecret.Hash(made.Text), stored.Hash.ToArray());
        Assert.Equal(ApiKeySecret.PrefixOf(made.Text).ToString(), stored.Prefix);
    }

    [Fact]
    public async Task Create_WhenThereAreAsManyAsMayBe_IsRefused()
    {
        for (var i = 0; i < ApiKeyChanges.MaxUsable; i++) await _bench.MadeElsewhere();
        Assert.Equal("too_many_keys", (await _bench.Create(Scopes.Server)).Fault?.Code);
        Assert.Equal("too_many_keys", (await _bench.Rotate((await _bench.Store.All(default))[0].Id)).Fault?.Code);
        Assert.Null((await _bench.Create(Scopes.Server, caller: ApiKeyBench.Stranger)).Fault);
    }

    [Theory]
    [InlineData(null, 24 * 60), InlineData(0, 0), InlineData(90, 90)]
    public async Task Rotate_WhenDone_LetsTheOldKeyGoOnForTheOverlap(int? overlap, int minutes)
    {
        var old = await _bench.Created(Scopes.Ingest | Scopes.Server);
        var next = (await _bench.Rotate(old.Key.Id, overlap is { } given ? TimeSpan.FromMinutes(given) : null)).Value!;

        Assert.Equal((old.Key.Scopes, old.Key.Name, null), (next.Key.Scopes, next.Key.Name, next.Key.ExpiresAt));
        Assert.Equal((old.Key.Id, _bench.Now.AddMinutes(minutes)), (next.Replaced!.Id, next.Replaced.ExpiresAt));
        Assert.Equal(ApiKeyStatus.Usable, _bench.Status(next.Text));
        if (minutes > 0)
        {
            await _bench.Pass(TimeSpan.FromMinutes(minutes) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(ApiKeyStatus.Usable, _bench.Status(old.Text));
            _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(ApiKeyStatus.Expired, _bench.Status(old.Text));
    }

    [Fact]
    public async Task Rotate_WhenTheKeyExpires_NeitherLengthensItNorMakesAnEndlessOne()
    {
        var old = await _bench.Created(life: TimeSpan.FromDays(10));
        _bench.Time.Advance(TimeSpan.FromDays(9.5));
        var next = (await _bench.Rotate(old.Key.Id)).Value!;
        Assert.Equal(old.Key.ExpiresAt, next.Replaced!.ExpiresAt);
        Assert.Equal(_bench.Now.AddDays(10), next.Key.ExpiresAt);
    }

    [Fact]
    public async Task Rotate_WhenTheKeyHasEnded_IsRefused()
    {
        var (revoked, expired) = (await _bench.Created(), await _bench.Created(life: TimeSpan.FromSeconds(1)));
        await _bench.Revoke(revoked.Key.Id);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        foreach (var key in new[] { revoked, expired }) Assert.Equal("key_ended", (await _bench.Rotate(key.Key.Id)).Fault?.Code);
        Assert.Equal(2, (await _bench.Store.All(default)).Count);
    }

    [Fact]
    public async Task Revoke_WhenItIsTheLastUsableAdminKey_IsRefused()
    {
        var last = await _bench.Created(Scopes.Admin);
        await _bench.Created(Scopes.Server);
        await _bench.Created(Scopes.Admin, caller: ApiKeyBench.Stranger);
        var (expired, revoked) = (await _bench.Created(Scopes.Admin, TimeSpan.FromSeconds(1)), await _bench.Created(Scopes.Admin));
        Assert.Null((await _bench.Revoke(revoked.Key.Id)).Fault);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await _bench.Revoke(expired.Key.Id)).Fault);

        Assert.Equal("last_admin_key", (await _bench.Revoke(last.Key.Id)).Fault?.Code);
        Assert.Equal(ApiKeyStatus.Usable, _bench.Status(last.Text));

        await _bench.Rotate(last.Key.Id);
        Assert.Null((await _bench.Revoke(last.Key.Id)).Fault);
    }

    [Fact]
    public async Task Revoke_WhenTheOtherAdminKeysEndWithinADay_IsRefused()
    {
        var lasting = await _bench.Created(Scopes.Admin);
        var (brief, briefer) = (
            await _bench.Created(Scopes.Admin, TimeSpan.FromDays(1)),
            await _bench.Created(Scopes.Admin, TimeSpan.FromSeconds(30))
        );
        Assert.Equal("last_admin_key", (await _bench.Revoke(lasting.Key.Id)).Fault?.Code);
        Assert.Null((await _bench.Revoke(briefer.Key.Id)).Fault);

        // A key that lasts slightly longer is enough; if none does, any remaining key is.
        var longer = await _bench.Created(Scopes.Admin, TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(1));
        Assert.Null((await _bench.Revoke(lasting.Key.Id)).Fault);
        Assert.Equal("last_admin_key", (await _bench.Revoke(longer.Key.Id)).Fault?.Code);
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null((await _bench.Revoke(longer.Key.Id)).Fault);
        Assert.Equal("last_admin_key", (await _bench.Revoke(brief.Key.Id)).Fault?.Code);
    }

    [Fact]
    public async Task Revoke_WhenRevokedBefore_ChangesNothing()
    {
        var made = await _bench.Created();
        var first = (await _bench.Revoke(made.Key.Id)).Value!;
        _bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(first.RevokedAt, (await _bench.Revoke(made.Key.Id)).Value!.RevokedAt);
    }

    [Fact]
    public async Task EachChange_WhenTheKeyIsAnotherTenants_FindsNone()
    {
        var made = await _bench.Created(Scopes.Admin);
        Assert.Equal("key_unknown", (await _bench.Rotate(made.Key.Id, caller: ApiKeyBench.Stranger)).Fault?.Code);
        Assert.Equal("key_unknown", (await _bench.Revoke(made.Key.Id, ApiKeyBench.Stranger)).Fault?.Code);
        Assert.Empty((await new ListApiKeysHandler(_bench.Store).Handle(new(ApiKeyBench.Stranger), default)).Value!);
        Assert.Equal(ApiKeyStatus.Usable, _bench.Status(made.Text));
    }

    [Theory]
    [InlineData("name", ""), InlineData("name", " "), InlineData("name", "a\nb"), InlineData("name", null)]
    [InlineData("scopes", "x", 0), InlineData("scopes", "x", 255), InlineData("scopes", "x", 3), InlineData("scopes", "x", -1)]
    [InlineData("expiresAt", "x", 1, 0), InlineData("expiresAt", "x", 1, -5), InlineData("expiresAt", "x", 1, 40_000)]
    public void CreateKeyValidator_WhenAMemberIsWrong_NamesIt(string path, string? name, int scope = 1, int? days = null)
    {
        var command = new CreateApiKey(
            ApiKeyBench.Admin,
            name,
            scope < 0 ? [] : [(Scopes)scope],
            days is { } d ? _bench.Now.AddDays(d) : null
        );
        Assert.Equal(path, Assert.Single(new CreateApiKeyValidator(_bench.Time).Validate(command).Errors).PropertyName);
    }

    [Fact]
    public void CreateKeyValidator_WhenTheNameIsTooLong_NamesIt()
    {
        var validator = new CreateApiKeyValidator(_bench.Time);
        CreateApiKey Named(int length) =>
            new(ApiKeyBench.Admin, new string('n', length), [Scopes.Ingest, Scopes.Server, Scopes.Admin], null);
        Assert.True(validator.Validate(Named(64)).IsValid);
        Assert.Equal("name", Assert.Single(validator.Validate(Named(65)).Errors).PropertyName);
    }

    [Theory]
    [InlineData(-1, false), InlineData(0, true), InlineData(30 * 24 * 3600, true), InlineData((30 * 24 * 3600) + 1, false)]
    public void RotateKeyValidator_WhenTheOverlapIsGiven_TakesZeroToThirtyDays(int seconds, bool valid) =>
        Assert.Equal(
            valid,
            new RotateApiKeyValidator().Validate(new RotateApiKey(ApiKeyBench.Admin, Guid.Empty, TimeSpan.FromSeconds(seconds))).IsValid
        );

    [Theory]
    [InlineData(Scopes.Admin, Scopes.Operator, false), InlineData(Scopes.Admin | Scopes.Server, Scopes.Operator, false),
        InlineData(Scopes.Admin, Scopes.Server, false),
     InlineData(Scopes.Admin, Scopes.Ingest, false), InlineData(Scopes.Admin, Scopes.Admin, true),
         InlineData(Scopes.Admin | Scopes.Server, Scopes.Ingest, true),
     InlineData(Scopes.Admin | Scopes.Operator, Scopes.Operator, true)]
    public async Task Create_WhenTheCallerLacksTheScope_IsRefused(Scopes held, Scopes wanted, bool made)
    {
        var answer = await _bench.Create(wanted, caller: ApiKeyBench.Admin with { Scopes = held });
        Assert.Equal(made ? null : "scope_not_held", answer.Fault?.Code);
        Assert.Equal(made ? 1 : 0, (await _bench.Store.All(default)).Count);
    }

    /// <summary>The successor's text would give the caller a scope that it lacks.</summary>
    [Fact]
    public async Task OperatorsKey_WhenAnAdministratorReplacesOrRevokesIt_StaysAsItIs()
    {
        var (key, _) = (await _bench.Created(Scopes.Operator), await _bench.Created(Scopes.Operator));
        var admin = ApiKeyBench.Admin with { Scopes = Scopes.Admin | Scopes.Server };
        Assert.Equal("scope_not_held", (await _bench.Rotate(key.Key.Id, caller: admin)).Fault?.Code);
        Assert.Equal("scope_not_held", (await _bench.Revoke(key.Key.Id, admin)).Fault?.Code);
        Assert.Equal(ApiKeyStatus.Usable, _bench.Status(key.Text));
        Assert.Null((await _bench.Revoke(key.Key.Id)).Fault);
    }

    [Fact]
    public async Task Revoke_WhenItIsTheLastOperatorsKey_IsRefused()
    {
        var (admin, last) = (await _bench.Created(Scopes.Admin), await _bench.Created(Scopes.Operator));
        Assert.Equal("last_operator_key", (await _bench.Revoke(last.Key.Id)).Fault?.Code);
        Assert.Equal((ApiKeyStatus.Usable, ApiKeyStatus.Usable), (_bench.Status(admin.Text), _bench.Status(last.Text)));
    }
}

using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>
/// A server that has scored an hour of people and bots, a browser, and an identity provider on another site. The input is played at its own
/// clock, so the hour passes in seconds.
/// </summary>
public sealed class ConsoleParts : BrowserParts
{
    public const string Name = "The console";

    /// <summary>What an attacker may write wherever text can be written. It must stay text.</summary>
    public static readonly string[] Hostile =
    [
        "<img src=x onerror=window.hacked=1>",
        "\"><script>window.hacked=1</script>",
        "javascript:window.hacked=1//",
        "{{constructor.constructor('window.hacked=1')()}}",
        "<svg/onload=window.hacked=1>'\"`",
    ];

    private const int People = 20;
    private const int Bots = 10;
    private static readonly TimeSpan Sitting = TimeSpan.FromMinutes(2);

    private IdentityProvider? _provider;
    private string _admin = "";
    private string _analyst = "";

    public string AnalystKey { get; private set; } = "";

    /// <summary>A session that ended in BLOCK, and its user.</summary>
    public OpenSession Blocked { get; private set; } = null!;

    /// <summary>A user with a baseline.</summary>
    public const string Known = "person-0";

    public IdentityProvider Provider => _provider!;

    protected override NodeSettings Settings => new NodeSettings().OnClientTime().With("Learning__RetrainDelaySeconds", "0")
        .With("Oidc__Authority", Provider.AddressByName).With("Oidc__ClientId", IdentityProvider.Client)
        .With("Oidc__ClientSecretFile", Provider.SecretFile);

    /// <summary>The cookies of somebody who is signed in.</summary>
    public string Cookies(string key) => key == AnalystKey ? _analyst : _admin;

    public override async Task InitializeAsync()
    {
        _provider = await IdentityProvider.Started(asks: true);
        await base.InitializeAsync();
        AnalystKey = (await Node.Client.CreateApiKey(["ANALYST"], "analyst")).Expect(201).Text("key");
        for (var i = 0; i < People; i++) await Sit($"person-{i}", start => new Person(i + 1, start), challenged: i % 4 == 0);
        for (var i = 0; i < Bots; i++) Blocked = await Sit($"bot-{i}", start => new Script(i + 1, start), challenged: false);
        (await Node.Client.Post("/api/v1/lists", new()
        {
            ["effect"] = "SNOOZE", ["userId"] = "u-listed", ["note"] = "A tester", ["expiresAt"] = DateTimeOffset.UtcNow.AddDays(1),
        })).Expect(201);
        foreach (var text in Hostile) (await Node.Client.CreateApiKey(["INGEST"], text)).Expect(201);
        await Probe.Until(
            async () => (await Node.Client.AuditRows($"sessionId={Blocked.Id}&decision=BLOCK")).Count > 0
                && (await Node.Client.Get("/api/v1/stats/live")).Expect(200).Json!["backlog"]!["oldest"] is null,
            "the audit has arrived");
        await Probe.Until(
            async () => (int?)(await Node.Client.Get($"/api/v1/users/{Known}/profile")).Json?["scoredWithVersion"] > 0,
            "a baseline is in use");
        (_admin, _analyst) = (await SignedIn(Node.Settings.AdminKey), await SignedIn(AnalystKey));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
    }

    private async Task<string> SignedIn(string key)
    {
        await using var context = await Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Node.Address}signin?returnUrl=%2Fconsole");
        await page.FillAsync("#key", key);
        await page.ClickAsync("form[action='/signin'] button");
        await page.WaitForURLAsync("**/console");
        return await context.StorageStateAsync();
    }

    /// <summary>Two minutes of somebody at their machine, with an action at the end.</summary>
    private async Task<OpenSession> Sit(string user, Func<DateTimeOffset, Behaviour> who, bool challenged)
    {
        var session = await Node.Client.Opened(user, "laptop");
        if (challenged)
        {
            var challenge = (await Node.Client.Evaluate(session.Id)).Expect(200).Text("challengeId");
            (await Node.Client.Report(session.Id, challenge, "PASSED")).Expect(200);
        }

        var start = DateTimeOffset.UtcNow.AddSeconds(1);
        var behaviour = who(start);
        for (var sequence = 1; behaviour.Now < (start + Sitting).ToUnixTimeMilliseconds(); sequence++)
            (await Node.Client.Batch(session.Id, behaviour.Batch(sequence, user))).Expect(200);
        (await Node.Client.Evaluate(session.Id)).Expect(200);
        return session;
    }
}

[CollectionDefinition(ConsoleParts.Name)]
public sealed class OneConsole : ICollectionFixture<ConsoleParts>;

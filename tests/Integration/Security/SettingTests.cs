using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using Sentinel.Api;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Integration.Tests;

/// <summary>
/// A wrong setting ends the start with one line that names the setting and the remedy. No value is printed, because any may be a secret in
/// the wrong place.
/// </summary>
public sealed class SettingTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    private const string Secret = "Zx9-marker-Qp7";

    private const string Closed = "127.0.0.1:1";

    /// <summary>Every setting with its wrong values. The first value of each is tested in a separate process.</summary>
    private static readonly (string Name, string[] Values)[] Wrong =
    [
        ("ConnectionStrings:Postgres",
        [
            $"postgres://u:{Secret}@localhost:5432/db?sslmode={Secret}", Secret, $"Host=h;SSL Mode={Secret}", $"Host=h;{Secret}=1",
                $"Host=h;Port={Secret}", $"Host=h;Timeout=-{Secret}", $"Password={Secret}",
            $"Host=h;Password={Secret};SSL Mode=Disable;Channel Binding={Secret}", $"postgres://u:{Secret}@localhost:{Secret}/db",
                $"postgresql://u:{Secret}/x@localhost/db", $"postgresql://u:{Secret}@x@localhost/db",
            $"postgresql://u:{Secret}#@localhost/db", $"postgresql://u:{Secret}%zz@localhost/db", $"postgresql://u:{Secret}@/db",
                $"postgresql://u:{Secret}@localhost/db?ssl_mode=verify-full",
            $"postgresql://u:{Secret}@localhost/db?sslmode", $"postgresql://u:{Secret}@localhost/db?connect_timeout={Secret}",
                $"mysql://u:{Secret}@localhost/db", $"redis://:{Secret}@localhost", $"psql postgresql://u:{Secret}@localhost/db",
            $"Host=u:{Secret}@db;Database=x", $"Host=db:5432,u:{Secret};Database=x", $"Host=/tmp:{Secret}@db;Database=x",
            $"postgresql://u@localhost/db?host=u:{Secret}", $"postgresql://u@localhost/db?host=u:{Secret}@db",
        ]),
        ("ConnectionStrings:Redis",
        [
            $"rediss://default:{Secret}/x@localhost:6379", $"rediss://default:{Secret}@localhost:{Secret}", $"redis://{Secret}@localhost",
                $"redis://default:{Secret}@x@localhost", $"redis://:{Secret}@localhost/{Secret}",
            $"redis://:{Secret}@localhost?{Secret}=1", $"redis://:{Secret}%@localhost", $"http://:{Secret}@localhost:6379",
                $"redis://:{Secret}@", $"localhost,{Secret}=1", $"localhost:6379,ssl={Secret}", $"localhost:6379,password=a,{Secret}",
            $"redis-cli -u redis://default:{Secret}@localhost:6379", $"default:{Secret}@localhost:6379",
                $"localhost:6379,protocol={Secret}", $"localhost:{Secret}",
        ]),
        ("SENTINEL_BOOTSTRAP_KEY", [Secret, $"{Secret}-changeme-{Secret}-{Secret}"]),
        ("HotState:TimeoutMilliseconds", [$"80{Secret}", "9", "1001", "80.5", "0x50"]),
        ("HotState:RecentSessions", [$"{Secret}", "-1", "1000001"]),
        ("Jobs:Drain", [Secret, "1", "yes"]),
        ("Learning:RetrainDelaySeconds", [Secret, "-1", "3601", "NaN"]),
        ("Keys:GraceSeconds", [Secret, "4"]),
        ("Postgres:WaitSeconds", [Secret, "-1"]),
        ("Population:File", [$"/nowhere/{Secret}", "/etc/passwd"]),
        ("Policy:Preset", [Secret]),
        ("Ingest:DiscloseDecision", [Secret]),
        ("Scoring:Clock", [Secret, "Client"]),
        ("Audit:RetentionDays", [Secret, "-1"]),
        ("Audit:MinRetentionDays", [Secret, "-1"]),
        ("Audit:Retention:acme", [Secret, "-1"]),
        ("Audit:Retention:A_B", ["1"]),
        ("Audit:DigestKey", [Secret, "c2hvcnQ="]),
        ("Audit:FormerDigestKeys", [Secret]),
        ("Audit:Digests", [Secret]),
        ("TokenKeys:Certificate", [$"/nowhere/{Secret}", "/etc/passwd"]),
        ("TokenKeys:FormerCertificate", [$"/nowhere/{Secret}"]),
        ("Demo:Enabled", [Secret]),
        ("Cors:Origins", [Secret, $"https://u:{Secret}@shop.example", $"https://shop.example/{Secret}", "*"]),
        ("Https:Required", [Secret]),
        ("Proxies:Known", [Secret, $"10.0.0.0/{Secret}"]),
        ("Limits:PerKey", [Secret, "-1"]),
        ("Limits:PerAddress", [Secret]),
        ("Oidc:Authority",
        [
            Secret, $"http://login.example/{Secret}", $"https://u:{Secret}@login.example", $"https://login.example?{Secret}",
            $"ftp://{Secret}",
        ]),
        ("GeoIp:Database", [$"/nowhere/{Secret}", "/etc/passwd"]),
        (
            "Urls",
            [
                $"http://u:{Secret}@localhost:0",
                Secret,
                $"http://localhost:0/{Secret}",
                $"ftp://{Secret}",
                $"http://localhost:{Secret}",
                $"http://localhost:0;{Secret}",
            ]
        ),
        ("http_ports", [Secret, "65536"]),
        ("AllowedHosts", [$"https://{Secret}"]),
        ("Kestrel:Endpoints:A:Url", [Secret]),
        ("Logging:LogLevel:Default", [Secret]),
        ("Logging:Console:LogLevel:Sentinel", [Secret]),
    ];

    [Fact]
    public void Settings_WhenOneIsSpelledWrong_AreRefusedByItsNameInOneLineWithoutTheValue()
    {
        foreach (var (name, value) in Wrong.SelectMany(wrong => wrong.Values.Select(value => (wrong.Name, value))))
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [$"--{name}={value}"],
                EnvironmentName = "Production" });
            var refused = Assert.Throws<WrongSettingException>(() => builder.AddSentinel());
            Assert.True(refused.Message.StartsWith(name, StringComparison.Ordinal)
                && !refused.Message.Contains(Secret, StringComparison.Ordinal) && !refused.Message.Contains('\n', StringComparison.Ordinal),
                $"{name}={value}: {refused.Message}");
            Assert.Null(refused.InnerException);
        }
    }

    [Theory]
    [InlineData("Oidc:ClientId", ""), InlineData("Oidc:ClientSecretFile", $"/nowhere/{Secret}")]
    [InlineData("Oidc:ClientSecretFile", "/etc/passwd"), InlineData("Oidc:Tenant", $"A {Secret}")]
    public void Settings_WhenOneOfTheProviderIsWrong_AreRefusedByItsName(string name, string value)
    {
        string[] words = ["--Oidc:Authority=https://login.example", "--Oidc:ClientId=sentinel", $"--{name}={value}"];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = words, EnvironmentName = "Production" });
        var refused = Assert.Throws<WrongSettingException>(() => builder.AddSentinel());
        Assert.StartsWith(name, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>By the environment, on the command line, and an unknown command-line option.</summary>
    [Fact]
    public Task Start_WhenASettingIsWrong_EndsInOneLineWithoutTheValue() => AssertEnds(Wrong[..2]);

    [Fact]
    [Trait("Category", "Long")]
    public Task Start_WhenAnySettingIsWrong_EndsInOneLineWithoutTheValue() => AssertEnds(Wrong[2..]);

    /// <summary>Alternates between the environment and the command line.</summary>
    private static async Task AssertEnds((string Name, string[] Values)[] wrong)
    {
        ConcurrentBag<string> faults = [];
        var starts = wrong.Select((one, i) => (one.Name, Value: one.Values[0], IsWord: i % 2 == 1)).Append(
            ("The command line", Secret, true));
        await Parallel.ForEachAsync(starts, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (start, _) =>
        {
            var (name, value, isWord) = start;
            var settings = new NodeSettings { Environment = "Production" };
            await using var node = new SentinelNode(isWord ? settings : settings.With(name.Replace(":", "__", StringComparison.Ordinal),
                value));
            var (exit, output) = isWord ? await node.Run(name == "The command line" ? $"-x={value}" : $"--{name}={value}")
                : await node.Run();
            if (exit != 1 || !output.StartsWith(name, StringComparison.Ordinal) || !IsOneLine(output)
                || output.Contains(Secret, StringComparison.Ordinal))
                faults.Add($"{name}: {exit} {output}");
        });
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("postgresql://postgres.ref:p%40ss%2Fw%3Ard@aws-0-eu.pooler.supabase.com:6543/postgres?pgbouncer=true&connection_limit=5",
        "postgres.ref", "p@ss/w:rd", "aws-0-eu.pooler.supabase.com", 6543, "postgres", SslMode.Prefer),
     InlineData("postgres://postgres.ref:pw@aws-0-eu.pooler.supabase.com:6543/postgres?sslmode=require&supa=base-pooler.x", "postgres.ref",
         "pw", "aws-0-eu.pooler.supabase.com", 6543, "postgres", SslMode.Require),
     InlineData("postgresql://neondb_owner:pw@ep-x.eu.aws.neon.tech/neondb?sslmode=verify-full&channel_binding=require", "neondb_owner",
         "pw", "ep-x.eu.aws.neon.tech", 5432, "neondb", SslMode.VerifyFull),
     InlineData("POSTGRES://u@[::1]:5433", "u", null, "::1", 5433, null, SslMode.Prefer),
     InlineData("postgres://u:pw@h/db?host=/var/run/postgresql", "u", "pw", "/var/run/postgresql", 5432, "db", SslMode.Prefer)]
    public void Postgres_WhenItIsAUrlAsHostingServicesHandItOut_IsReadAsNpgsqlReadsIt(string url, string user, string? password,
        string host, int port, string? database, SslMode mode)
    {
        var parts = new NpgsqlConnectionStringBuilder(PostgresSetting.ConnectionString(url));
        Assert.Equal((user, password, host, port, database, mode), (parts.Username, parts.Password, parts.Host, parts.Port, parts.Database,
            parts.SslMode));
        Assert.True(parts.NoResetOnClose);
    }

    [Theory]
    [InlineData("/var/run/postgresql"), InlineData("::1"), InlineData("my_db-1.internal"), InlineData("a:5433, [::1]:5434,10.0.0.1")]
    public void Postgres_WhenItsHostsAreNamesAddressesOrASocket_IsTaken(string hosts) =>
        Assert.Equal(hosts, new NpgsqlConnectionStringBuilder(PostgresSetting.ConnectionString($"Host={hosts};Database=x")).Host);

    [Fact]
    [Trait("Category", "Long")]
    public async Task Start_WhenDatabasesAreGivenAsUrls_RunsOnThemAndTellsARedisThatRefusesFromOneThatIsAway()
    {
        var given = new NpgsqlConnectionStringBuilder(await postgres.Database("settings_urls"));
        var redis = new RedisServer { Arguments = ["--requirepass", $"p@/:{Secret}"] };
        await redis.InitializeAsync();
        try
        {
            var settings = new NodeSettings
            {
                Redis = $"redis://default:p%40%2F%3A{Secret}@127.0.0.1:{redis.Port}/3",
                Postgres =
                    $"postgresql://{given.Username}:{Secret}%40@127.0.0.1:{given.Port}/{given.Database}?sslmode=prefer&pgbouncer=true",
            };
            await using var node = await SentinelNode.Started(settings);
            Assert.Equal("Healthy", (await node.Client.Get("/health/ready")).Expect(200).Text("status"));
            await AssertRefused(settings with { Redis = $"redis://:{Secret}@127.0.0.1:{redis.Port}" }, "ConnectionStrings:Redis",
                "the password is missing or wrong");
            await AssertRefused(settings with { Redis = redis.ConnectionString }, "ConnectionStrings:Redis",
                "the password is missing or wrong");
            await AssertRefused(settings with { Redis = $"{settings.Redis[..^1]}99" }, "ConnectionStrings:Redis",
                "a database that Redis does not have");

            redis.Kill();
            redis.Arguments = ["--requirepass", "another"];
            await redis.Start();
            await Probe.Until(async () => (await node.Client.Get("/health/ready")).Body.Contains(
                "refuses Sentinel: the password is missing or wrong", StringComparison.Ordinal), "the health says that Redis refuses");
            await Probe.Until(async () =>
            {
                await node.Client.Open($"u-{Guid.NewGuid():N}");
                return node.Log.Contains("(the password is missing or wrong", StringComparison.Ordinal);
            }, "the log says that Redis refuses");
            Assert.DoesNotContain(Secret, node.Log, StringComparison.Ordinal);
        }
        finally
        {
            await redis.DisposeAsync();
        }
    }

    [Fact]
    public async Task Start_WhenPostgresRefusesOrIsNotThere_NamesTheSettingAfterTheWait()
    {
        var given = new NpgsqlConnectionStringBuilder(await postgres.Database("settings_refused"));
        var settings = new NodeSettings().With("Postgres__WaitSeconds", "1");
        await AssertRefused(
            settings with
            {
                Postgres = $"postgres://{Secret}:{Secret}@127.0.0.1:{given.Port}/{given.Database}",
            },
            "ConnectionStrings:Postgres",
            "is refused by PostgreSQL"
        );
        await AssertRefused(
            settings with
            {
                Postgres = $"postgres://u:{Secret}@{Closed}/{Secret}",
            },
            "ConnectionStrings:Postgres",
            "no PostgreSQL that answers"
        );
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Start_WhenPostgresComesLater_WaitsForIt()
    {
        var own = new PostgresServer();
        await own.InitializeAsync();
        try
        {
            var settings = new NodeSettings { Postgres = await own.Database("later") };
            own.Stop();
            await using var node = new SentinelNode(settings);
            var starting = node.Start();
            await Probe.Until(() => node.Log.Contains("is not there yet", StringComparison.Ordinal), "the node waits");
            Assert.False(starting.IsCompleted);
            own.Start();
            await starting;
            Assert.Equal("Healthy", (await node.Client.Get("/health/ready")).Expect(200).Text("status"));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Start_WhenTheFolderOrThePortCannotBeUsed_SaysWhichAndWhatHelps()
    {
        foreach (var folder in new[] { $"/dev/null/{Secret}", "/proc/self", $"/proc/{Secret}" })
            await AssertRefused(new NodeSettings().With("SENTINEL_DATA", folder), "SENTINEL_DATA", "name another folder");

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await AssertRefused(new NodeSettings().With("Urls", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), "Urls",
            "another process listens");

        await using var first = await SentinelNode.Started(new NodeSettings());
        await AssertRefused(new NodeSettings().With("SENTINEL_DATA", first.DataFolder), "SENTINEL_DATA", "another Sentinel uses");
        await AssertRefused(new NodeSettings { Postgres = await postgres.Database("settings_shared") }.With("SENTINEL_DATA",
            first.DataFolder), "SENTINEL_DATA", "another Sentinel uses");
    }

    /// <summary>An invalid host, or a password in the list of hosts, is looked up but never logged.</summary>
    [Fact]
    public async Task Log_WhenWhatIsTakenForARedisIsAway_DoesNotQuoteTheSetting()
    {
        await using var node = await SentinelNode.Started(new NodeSettings { Redis = Secret });
        await Probe.Until(async () =>
        {
            await node.Client.Open($"u-{Guid.NewGuid():N}");
            return node.Log.Contains("Hot state 1 does not answer", StringComparison.Ordinal);
        }, "the log says that it is away");
        Assert.DoesNotContain(Secret, node.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", node.Log, StringComparison.Ordinal);
    }

    /// <summary>The last line names the setting; log lines may come before it.</summary>
    private static async Task<string> AssertRefused(NodeSettings settings, string name, string why)
    {
        await using var node = new SentinelNode(settings);
        var (exit, output) = await node.Run();
        var last = output.TrimEnd().Split('\n')[^1];
        Assert.True(exit == 1 && last.StartsWith(name, StringComparison.Ordinal) && last.Contains(why, StringComparison.Ordinal), output);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, output, StringComparison.Ordinal);
        return output;
    }

    private static bool IsOneLine(string output) => output.IndexOf('\n', StringComparison.Ordinal) == output.Length - 1;
}

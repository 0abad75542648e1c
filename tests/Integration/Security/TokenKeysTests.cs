using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sentinel.Integration.Tests;

/// <summary>The keys that sign tokens, encrypted with the operator's certificate.</summary>
public sealed class TokenKeysTests(PostgresServer server, RedisServer redis) : IClassFixture<PostgresServer>, IClassFixture<RedisServer>
{
    private const string Password = "correct horse";

    [Fact]
    [Trait("Category", "Long")]
    public async Task Token_WhenACertificateEncryptsItsKey_IsGoodOnEachNodeThatHasItAndOnNoOther()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (Certificate(folder, "first"), Certificate(folder, "second"));
        var plain = new NodeSettings { Redis = redis.ConnectionString, Postgres = await server.Database("token_keys") };
        await using var node = await SentinelNode.Started(With(plain, "Certificate", first));
        var session = await node.Client.Opened("u-1");
        var kept = (await DatabaseCells.Read(plain.Postgres!))
            .Select(cell => Encoding.UTF8.GetString(cell.Bytes))
            .Where(text => text.Contains("<key id=", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(kept);
        Assert.All(kept, key => Assert.Contains("EncryptedData", key, StringComparison.Ordinal));
        Assert.All(kept, key => Assert.DoesNotContain("masterKey", key, StringComparison.Ordinal));

        var batch = new Person(1, DateTimeOffset.UtcNow).Batch(1);
        foreach (
            var (settings, status) in new[]
            {
                (With(plain, "Certificate", first), 200),
                (With(With(plain, "Certificate", second), "FormerCertificate", first), 200),
                (With(plain, "Certificate", second), 401),
                (plain, 401),
            }
        )
        {
            await using var other = await SentinelNode.Started(settings);
            (await other.With(session.Token).Batch(session.Id, batch)).Expect(status);
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Start_WhenACertificateComesToADatabaseThatHasAKey_RevokesThatKey()
    {
        using var folder = new TemporaryFolder();
        var plain = new NodeSettings { Redis = redis.ConnectionString, Postgres = await server.Database("token_keys_later") };
        OpenSession before;
        await using (var node = await SentinelNode.Started(plain)) before = await node.Client.Opened("u-1");
        var settings = With(plain, "Certificate", Certificate(folder, "first"));
        string log;
        OpenSession after;
        var batch = new Person(1, DateTimeOffset.UtcNow).Batch(1);
        await using (var node = await SentinelNode.Started(settings))
        {
            (await node.With(before.Token).Batch(before.Id, batch)).Expect(401, "unauthorized");
            after = await node.Client.Opened("u-1");
            (await node.With(after.Token).Batch(after.Id, batch)).Expect(200);
            log = node.Log;
        }

        Assert.Contains("lay in the database unencrypted and is revoked", log, StringComparison.Ordinal);
        await using var again = await SentinelNode.Started(settings);
        (await again.With(after.Token).Batch(after.Id, batch)).Expect(200);
        (await again.With(before.Token).Batch(before.Id, batch)).Expect(401, "unauthorized");
        Assert.DoesNotContain("is revoked", again.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.pfx", Password), InlineData("", Password), InlineData("first.pfx", "wrong"), InlineData("public.pfx", null)]
    public async Task Start_WhenTheCertificateCannotBeUsed_NamesItAndTheRemedy(string file, string? password)
    {
        using var folder = new TemporaryFolder();
        Certificate(folder, "first");
        using (var full = X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(folder.FullPath, "first.pfx"), Password))
        using (var bare = X509CertificateLoader.LoadCertificate(full.RawData))
            await File.WriteAllBytesAsync(Path.Combine(folder.FullPath, "public.pfx"), bare.Export(X509ContentType.Pkcs12));
        var settings = new NodeSettings().With("TokenKeys__Certificate", file.Length == 0 ? "" : Path.Combine(folder.FullPath, file));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            SentinelNode.Started(password is null ? settings : settings.With("TokenKeys__CertificatePassword", password))
        );
        Assert.Contains("TokenKeys:Certificate cannot be used", failure.Message, StringComparison.Ordinal);
        Assert.Contains("PKCS #12", failure.Message, StringComparison.Ordinal);
    }

    private static NodeSettings With(NodeSettings settings, string name, string file) =>
        settings.With($"TokenKeys__{name}", file).With($"TokenKeys__{name}Password", Password);

    private static string Certificate(TemporaryFolder folder, string name)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        var file = Path.Combine(folder.FullPath, $"{name}.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, Password));
        return file;
    }
}

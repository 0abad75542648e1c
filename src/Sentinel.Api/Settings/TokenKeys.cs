using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Settings;

/// <summary>
/// The section <c>TokenKeys</c>: a certificate that encrypts, in the database, the keys that sign ingest tokens and console cookies, so
/// that a copy of the database forges neither; and the one before it, whose keys stay readable. Without one they are kept as they are.
/// </summary>
internal static partial class TokenKeys
{
    private const string Current = "TokenKeys:Certificate", Former = "TokenKeys:FormerCertificate";

    /// <exception cref="WrongSettingException">A certificate cannot be used; the message names the setting and the remedy.</exception>
    public static void Protect(IServiceCollection services, SettingsReader settings)
    {
        var (current, former) = (Read(settings, Current), Read(settings, Former));
        if (current is not null)
            services.AddDataProtection().ProtectKeysWithCertificate(current);
        if (former is not null)
            services.AddDataProtection().UnprotectKeysWithAnyCertificate(former);
    }

    /// <summary>
    /// Once there is a certificate, keys that lay in the database unencrypted are revoked: any copy of it that was made before would forge
    /// tokens for as long as they are good. Without one, the log says so where the database is a server's.
    /// </summary>
    public static void RevokeUnencrypted(IServiceProvider services, ILogger logger)
    {
        var options = services.GetRequiredService<IOptions<KeyManagementOptions>>().Value;
        if (options.XmlEncryptor is null)
        {
            if (services.GetRequiredService<ColdStorageOptions>().Postgres is not null)
                LogUnencrypted(logger);
            return;
        }

        var unencrypted = options
            .XmlRepository!.GetAllElements()
            .Where(element => element.Name == "key" && !element.Descendants().Any(part => part.Name.LocalName == "encryptedSecret"))
            .Select(element => (Guid)element.Attribute("id")!)
            .ToHashSet();
        var keys = services.GetRequiredService<IKeyManager>();
        foreach (var key in keys.GetAllKeys().Where(key => !key.IsRevoked && unencrypted.Contains(key.KeyId)))
        {
            keys.RevokeKey(key.KeyId, "It lay in the database unencrypted.");
            LogRevoked(logger, key.KeyId);
        }
    }

    private static X509Certificate2? Read(SettingsReader settings, string name)
    {
        const string remedy = "give a PKCS #12 file (.pfx, .p12; not PEM) with an RSA key, and its password in the setting of that "
            + "name with Password behind it, or remove both settings";
        if (!settings.Has(name) && settings.Has($"{name}Password"))
            throw new WrongSettingException(name, $"cannot be used, it is missing and there is a password for it: {remedy}");
        return settings.File(name, file =>
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, settings.Text($"{name}Password"));
            return certificate.GetRSAPrivateKey() is not null ? certificate
                : throw new WrongSettingException(name, $"cannot be used, it has no RSA private key: {remedy}");
        }, $"{remedy}. A wrong password shows in the same way");
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Key {Key} lay in the database unencrypted and is revoked: tokens and sign-ins made with it are refused, sessions have "
            + "to be opened anew"
    )]
    private static partial void LogRevoked(ILogger logger, Guid key);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The keys that sign tokens and sign-ins lie in the database unencrypted: set TokenKeys:Certificate to encrypt them"
    )]
    private static partial void LogUnencrypted(ILogger logger);
}

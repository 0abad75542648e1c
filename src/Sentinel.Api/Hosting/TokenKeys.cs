using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;

namespace Sentinel.Api.Hosting;

/// <summary>
/// The section <c>TokenKeys</c>: a certificate that encrypts, in the database, the keys that sign ingest tokens and console cookies, so that a copy of the database forges neither;
/// and the one before it, whose keys stay readable. Without one they are kept as they are.
/// </summary>
internal static class TokenKeys
{
    private const string Current = "TokenKeys:Certificate", Former = "TokenKeys:FormerCertificate";

    /// <exception cref="InvalidOperationException">A certificate cannot be used; the message names the setting and the remedy.</exception>
    public static void Protect(IServiceCollection services, IConfiguration configuration)
    {
        var (current, former) = (Read(configuration, Current), Read(configuration, Former));
        if (current is not null)
            services.AddDataProtection().ProtectKeysWithCertificate(current);
        if (former is not null)
            services.AddDataProtection().UnprotectKeysWithAnyCertificate(former);
    }

    private static X509Certificate2? Read(IConfiguration configuration, string name)
    {
        if (configuration[name] is not { Length: > 0 } file)
            return null;
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, configuration[$"{name}Password"]);
            return certificate.GetRSAPrivateKey() is not null ? certificate : throw Wrong(name, "it has no RSA private key");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Wrong(name, e.Message);
        }
    }

    private static InvalidOperationException Wrong(string name, string why) => new(
        $"{name} cannot be used: {why.TrimEnd('.')}. Give a PKCS #12 file with an RSA key, and {name}Password where it has one, or remove the setting.");
}

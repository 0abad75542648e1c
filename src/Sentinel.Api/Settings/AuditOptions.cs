using Sentinel.Application.Audit;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Settings;

/// <summary>The section <c>Audit</c>, read and checked once at the start.</summary>
public sealed record AuditOptions
{
    /// <summary><c>Audit:RetentionDays</c>, <c>Audit:Retention:&lt;tenant&gt;</c> and <c>Audit:MinRetentionDays</c>.</summary>
    public required AuditSettings Settings { get; init; }

    /// <summary><c>Audit:Digests</c>: whether days are signed; on wherever a key is given or may be generated.</summary>
    public required bool Digests { get; init; }

    /// <summary>Whether days are unsigned only because there is no key: no setting turns digests off.</summary>
    public bool LacksKey { get; private init; }

    /// <summary><c>Audit:DigestKey</c>; null generates one, where that is allowed.</summary>
    internal byte[]? DigestKey { get; init; }

    /// <summary><c>Audit:FormerDigestKeys</c>, with commas between, oldest first: they check what they signed.</summary>
    internal IReadOnlyList<byte[]> FormerDigestKeys { get; init; } = [];

    /// <exception cref="WrongSettingException">A setting is wrong; the message names it and the remedy.</exception>
    internal static AuditOptions Read(SettingsReader settings, IHostEnvironment environment, bool embedded)
    {
        var key = settings.Read("Audit:DigestKey", Key);
        // A generated key is of this node's folder: nodes that share a database must share a key.
        var mayGenerate = embedded || environment.IsDevelopment();
        var digests = settings.Switch("Audit:Digests", key is not null || mayGenerate);
        if (digests && key is null && !mayGenerate)
            throw new WrongSettingException("Audit:DigestKey",
                "is missing: give every node the same, for example the output of: openssl rand -base64 32, or set Audit:Digests=false");
        return new()
        {
            Settings = new(
                settings.Whole("Audit:RetentionDays", AuditSettings.DefaultRetentionDays, 0, Policy.MostAuditDays, Days),
                settings.Children("Audit:Retention").ToDictionary(
                    section => TenantId.TryParse(section.Key, out var tenant) ? tenant
                        : throw new WrongSettingException(section.Path,
                        "must name a tenant behind Audit:Retention, as in Audit:Retention:acme; a tenant is [a-z0-9-]{1,32}"),
                    section => settings.Whole(section.Path, AuditSettings.DefaultRetentionDays, 0, Policy.MostAuditDays, Days)),
                settings.Has("Audit:MinRetentionDays")
                    ? settings.Whole("Audit:MinRetentionDays", 0, 0, Policy.MostAuditDays, Days)
                    : null),
            Digests = digests,
            LacksKey = !digests && !settings.Has("Audit:Digests"),
            DigestKey = key,
            FormerDigestKeys = settings.Read("Audit:FormerDigestKeys", text
                => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Key).ToList()) ?? [],
        };
    }

    private const string Days = "days, 0 for ever,";

    /// <exception cref="FormatException">It is no key.</exception>
    internal static byte[] Key(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= Sentinel.Application.Audit.Digests.DigestKey.MinLength
            ? bytes[..length]
            : throw new FormatException("must be 32 or more bytes in base64, for example the output of: openssl rand -base64 32");
    }
}

using Sentinel.Application.Audit;
using Sentinel.Domain.Sessions;

namespace Sentinel.Api.Hosting;

/// <summary>The section <c>Audit</c>, read and checked once at the start.</summary>
public sealed record AuditOptions
{
    /// <summary><c>Audit:RetentionDays</c> and <c>Audit:Retention:&lt;tenant&gt;</c>.</summary>
    public required AuditSettings Settings { get; init; }

    /// <summary><c>Audit:Digests</c>: whether days are signed; on wherever a key is given or may be generated.</summary>
    public required bool Digests { get; init; }

    /// <summary>Whether nobody has said that days shall not be signed, and yet they are not, for want of a key.</summary>
    public bool LacksKey { get; private init; }

    /// <summary><c>Audit:DigestKey</c>; null generates one, where that is allowed.</summary>
    internal byte[]? DigestKey { get; init; }

    /// <summary><c>Audit:FormerDigestKeys</c>, with commas between, oldest first: they check what they signed.</summary>
    internal IReadOnlyList<byte[]> FormerDigestKeys { get; init; } = [];

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it and the remedy.</exception>
    public static AuditOptions Read(IConfiguration configuration, IHostEnvironment environment, bool embedded)
    {
        var key = Key("Audit:DigestKey", configuration["Audit:DigestKey"]);
        // A generated key is of this node's folder: nodes that share a database must share a key.
        var mayGenerate = embedded || environment.IsDevelopment();
        var digests = configuration.GetValue("Audit:Digests", key is not null || mayGenerate);
        if (digests && key is null && !mayGenerate)
            throw new InvalidOperationException("Audit:DigestKey is missing: give every node the same, for example the output of: openssl rand -base64 32, or set Audit:Digests=false.");
        return new()
        {
            Settings = new(
                Days("Audit:RetentionDays", configuration["Audit:RetentionDays"] ?? $"{AuditSettings.DefaultRetentionDays}"),
                configuration.GetSection("Audit:Retention").GetChildren().ToDictionary(
                    section => TenantId.TryParse(section.Key, out var tenant) ? tenant : throw Wrong(section.Path, "must name a tenant: [a-z0-9-]{1,32}"),
                    section => Days(section.Path, section.Value))),
            Digests = digests,
            LacksKey = !digests && configuration["Audit:Digests"] is null,
            DigestKey = key,
            FormerDigestKeys = [.. (configuration["Audit:FormerDigestKeys"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => Key("Audit:FormerDigestKeys", text)!)],
        };
    }

    private static byte[]? Key(string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= Sentinel.Application.Audit.Digests.DigestKey.MinLength
            ? bytes[..length]
            : throw Wrong(name, "must be 32 or more bytes in base64, for example the output of: openssl rand -base64 32");
    }

    private static int Days(string name, string? text) =>
        int.TryParse(text, out var days) && days is >= 0 and <= AuditSettings.MaxRetentionDays
            ? days
            : throw Wrong(name, $"must be days from 0 (for ever) to {AuditSettings.MaxRetentionDays}");

    private static InvalidOperationException Wrong(string name, string remedy) => new($"{name} {remedy}.");
}

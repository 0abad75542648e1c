using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.HotState;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Settings;

/// <summary>Outside Development, a start refuses well-known default secrets.</summary>
internal static class DefaultSecrets
{
    private static readonly string[] Passwords =
    [
        "password",
        "passw0rd",
        "postgres",
        "redis",
        "sentinel",
        "admin",
        "root",
        "secret",
        "default",
        "test",
        "changeme",
        "change-me",
        "example",
        "foobared",
        "123456",
        "12345678",
    ];

    /// <summary>What placeholders of long secrets contain.</summary>
    private static readonly string[] Placeholders =
    [
        "changeme",
        "change-me",
        "change_me",
        "example",
        "placeholder",
        "password",
        "replace-me",
        "your-key",
        "insert-",
        "0123456789",
    ];

    private const int MinCharacters = 10;

    /// <exception cref="WrongSettingException">
    /// A secret is a default one; the message names the setting and the remedy, never the secret.
    /// </exception>
    public static void Refuse(SettingsReader settings, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
            return;
        if (IsPlaceholder(settings.Text("SENTINEL_BOOTSTRAP_KEY")))
            throw Wrong("SENTINEL_BOOTSTRAP_KEY", "openssl rand -base64 32");
        if (IsPlaceholder(settings.Text("Audit:DigestKey")))
            throw Wrong("Audit:DigestKey", "openssl rand -base64 32");
        if (settings.Text(PostgresSetting.Name) is { } postgres)
        {
            var (password, role, database) = PostgresSetting.Secrets(postgres);
            if (IsKnown(password) || (!string.IsNullOrEmpty(password) && (password == role || password == database)))
                throw Wrong(PostgresSetting.Name, "openssl rand -hex 24, and ALTER ROLE ... PASSWORD");
        }

        if (settings.Text(RedisSetting.Name) is { } redis && IsKnown(RedisSetting.Password(redis)))
            throw Wrong(RedisSetting.Name, "openssl rand -hex 24, and requirepass");
    }

    private static bool IsKnown(string? password) => password is not null && Passwords.Contains(password, StringComparer.OrdinalIgnoreCase);

    private static bool IsPlaceholder(string? secret) =>
        !string.IsNullOrWhiteSpace(secret)
        && (
            secret.Distinct().Count() < MinCharacters
            || Placeholders.Any(part => secret.Contains(part, StringComparison.OrdinalIgnoreCase))
        );

    private static WrongSettingException Wrong(string name, string remedy) =>
        new(name, $"is a well-known default or placeholder: create your own, for example with {remedy}. Defaults are "
            + "for Development only");
}

using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Api.Hosting;

/// <summary>Outside Development nothing starts with a secret that everybody knows.</summary>
internal static class DefaultSecrets
{
    private static readonly string[] Passwords =
        ["password", "passw0rd", "postgres", "redis", "sentinel", "admin", "root", "secret", "default", "test", "changeme", "change-me", "example", "foobared", "123456", "12345678"];

    /// <summary>What placeholders of long secrets contain.</summary>
    private static readonly string[] Placeholders = ["changeme", "change-me", "change_me", "example", "placeholder", "password", "replace-me", "your-key", "insert-", "0123456789"];

    private const int FewestCharacters = 10;

    /// <exception cref="InvalidOperationException">A secret is a default one; the message names the setting and the remedy, never the secret.</exception>
    public static void Refuse(IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
            return;
        if (IsPlaceholder(configuration["SENTINEL_BOOTSTRAP_KEY"]))
            throw Wrong("SENTINEL_BOOTSTRAP_KEY", "openssl rand -base64 32");
        if (IsPlaceholder(configuration["Audit:DigestKey"]))
            throw Wrong("Audit:DigestKey", "openssl rand -base64 32");
        if (configuration.GetConnectionString("Postgres") is { Length: > 0 } postgres)
        {
            var (password, role, database) = PostgresPassword.Of(postgres);
            if (IsKnown(password) || (!string.IsNullOrEmpty(password) && (password == role || password == database)))
                throw Wrong("ConnectionStrings:Postgres", "openssl rand -hex 24, and ALTER ROLE ... PASSWORD");
        }

        if (configuration.GetConnectionString("Redis") is { Length: > 0 } redis && IsKnown(RedisPassword.Of(redis)))
            throw Wrong("ConnectionStrings:Redis", "openssl rand -hex 24, and requirepass");
    }

    private static bool IsKnown(string? password) => password is not null && Passwords.Contains(password, StringComparer.OrdinalIgnoreCase);

    private static bool IsPlaceholder(string? secret) =>
        !string.IsNullOrWhiteSpace(secret)
        && (secret.Distinct().Count() < FewestCharacters || Placeholders.Any(part => secret.Contains(part, StringComparison.OrdinalIgnoreCase)));

    private static InvalidOperationException Wrong(string name, string remedy) =>
        new($"{name} is a default or a placeholder that everybody knows: make one of your own, for example with {remedy}. Defaults are for Development only.");
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Caching.Memory;

namespace Sentinel.Api.Demo;

/// <summary>A customer of the demo bank: one log-in, named by its session.</summary>
internal sealed record DemoCustomer(string Session)
{
    /// <summary>By the id of the credential.</summary>
    public ConcurrentDictionary<string, UserPasskeyInfo> Passkeys { get; } = new();
}

/// <summary>The customers who have added a passkey, in memory, for an hour.</summary>
internal sealed class DemoCustomers : IUserPasskeyStore<DemoCustomer>
{
    private const int MaxCustomers = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = 2 * MaxCustomers });

    public Task AddOrUpdatePasskeyAsync(DemoCustomer user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        user.Passkeys[Text(passkey.CredentialId)] = passkey;
        Keep(user.Session, user);
        Keep(Text(passkey.CredentialId), user);
        return Task.CompletedTask;
    }

    public Task<DemoCustomer?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult<DemoCustomer?>(kept.Get<DemoCustomer>(userId) ?? new(userId));

    public Task<DemoCustomer?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(kept.Get<DemoCustomer>(Text(credentialId)));

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(DemoCustomer user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. user.Passkeys.Values]);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(DemoCustomer user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(user.Passkeys.GetValueOrDefault(Text(credentialId)));

    public Task RemovePasskeyAsync(DemoCustomer user, byte[] credentialId, CancellationToken cancellationToken)
    {
        user.Passkeys.TryRemove(Text(credentialId), out _);
        kept.Remove(Text(credentialId));
        return Task.CompletedTask;
    }

    public Task<string> GetUserIdAsync(DemoCustomer user, CancellationToken cancellationToken) => Task.FromResult(user.Session);

    public Task<string?> GetUserNameAsync(DemoCustomer user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Session);

    public Task<string?> GetNormalizedUserNameAsync(DemoCustomer user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Session);

    /// <summary>Names do not change.</summary>
    public Task SetUserNameAsync(DemoCustomer user, string? userName, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="SetUserNameAsync"/>
    public Task SetNormalizedUserNameAsync(DemoCustomer user, string? normalizedName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Nobody has the name of another session.</summary>
    public Task<DemoCustomer?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        Task.FromResult<DemoCustomer?>(null);

    public Task<IdentityResult> CreateAsync(DemoCustomer user, CancellationToken cancellationToken) =>
        Task.FromResult(IdentityResult.Success);

    public Task<IdentityResult> UpdateAsync(DemoCustomer user, CancellationToken cancellationToken) =>
        Task.FromResult(IdentityResult.Success);

    public Task<IdentityResult> DeleteAsync(DemoCustomer user, CancellationToken cancellationToken)
    {
        kept.Remove(user.Session);
        return Task.FromResult(IdentityResult.Success);
    }

    /// <summary>Each request's <see cref="UserManager{TUser}"/> disposes its store; this one lives as long as the process.</summary>
    public void Dispose()
    {
    }

    private static string Text(byte[] credentialId) => Convert.ToHexString(credentialId);

    private void Keep(string key, DemoCustomer customer) => kept.Set(key, customer, new MemoryCacheEntryOptions
    {
        AbsoluteExpirationRelativeToNow = Lifetime,
        Size = 1,
    });
}

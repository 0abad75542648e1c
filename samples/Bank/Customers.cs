using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

namespace Bank;

/// <summary>A customer as ASP.NET Core Identity knows them: a name, which is the id, and passkeys.</summary>
public sealed record Customer(string Name)
{
    /// <summary>By the id of the credential.</summary>
    public ConcurrentDictionary<string, UserPasskeyInfo> Passkeys { get; } = new();
}

/// <summary>The customers, in memory. A real site has Identity's store over its database, which keeps passkeys by itself.</summary>
public sealed class Customers : IUserPasskeyStore<Customer>
{
    private readonly ConcurrentDictionary<string, Customer> customers = new();

    public Task<Customer?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult<Customer?>(customers.GetOrAdd(userId, name => new(name)));

    /// <summary>Identity keeps names apart by it. Here each spelling is another customer, so no name is ever taken.</summary>
    public Task<Customer?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        Task.FromResult<Customer?>(null);

    public Task<string> GetUserIdAsync(Customer user, CancellationToken cancellationToken) => Task.FromResult(user.Name);

    public Task<string?> GetUserNameAsync(Customer user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(Customer user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Name);

    public Task SetUserNameAsync(Customer user, string? userName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetNormalizedUserNameAsync(Customer user, string? normalizedName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<IdentityResult> CreateAsync(Customer user, CancellationToken cancellationToken) =>
        Task.FromResult(customers.TryAdd(user.Name, user) ? IdentityResult.Success : IdentityResult.Failed());

    public Task<IdentityResult> UpdateAsync(Customer user, CancellationToken cancellationToken) =>
        Task.FromResult(IdentityResult.Success);

    public Task<IdentityResult> DeleteAsync(Customer user, CancellationToken cancellationToken) =>
        Task.FromResult(customers.TryRemove(user.Name, out _) ? IdentityResult.Success : IdentityResult.Failed());

    public Task AddOrUpdatePasskeyAsync(Customer user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        user.Passkeys[Convert.ToHexString(passkey.CredentialId)] = passkey;
        return Task.CompletedTask;
    }

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Customer user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. user.Passkeys.Values]);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(Customer user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(user.Passkeys.GetValueOrDefault(Convert.ToHexString(credentialId)));

    public Task<Customer?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(customers.Values.FirstOrDefault(one => one.Passkeys.ContainsKey(Convert.ToHexString(credentialId))));

    public Task RemovePasskeyAsync(Customer user, byte[] credentialId, CancellationToken cancellationToken)
    {
        user.Passkeys.TryRemove(Convert.ToHexString(credentialId), out _);
        return Task.CompletedTask;
    }

    /// <summary>Each request's manager of users disposes its store; this one lives as long as the site.</summary>
    public void Dispose()
    {
    }
}

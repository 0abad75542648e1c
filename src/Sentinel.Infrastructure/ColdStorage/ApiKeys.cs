using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>The keys in whichever database is active. Both calls throw what the provider throws when it is away.</summary>
internal sealed class ApiKeys(IDbContextFactory<SentinelDbContext> contexts) : IApiKeys
{
    public async Task<IReadOnlyList<ApiKey>> All(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.ApiKeys.AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync(cancel);
        return rows.ConvertAll(row => new ApiKey(row.Id, TenantId.Parse(row.Tenant), row.Hash, row.Scopes, row.CreatedAt));
    }

    public async Task Add(ApiKey key, CancellationToken cancel)
    {
        var hash = key.Hash.ToArray();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.ApiKeys.AnyAsync(row => row.Hash == hash, cancel)) return;
        context.ApiKeys.Add(new()
        {
            Id = key.Id,
            Tenant = key.Tenant.Value,
            Hash = hash,
            Scopes = key.Scopes,
            CreatedAt = key.CreatedAt.ToUniversalTime(),
        });
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Another node may have stored the same key between the question and the insert.
            if (!await context.ApiKeys.AnyAsync(row => row.Hash == hash, cancel)) throw;
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Integration.Tests.Parts;

namespace Sentinel.Integration.Tests.ColdStorage;

/// <summary>Cold storage as the API registers it, migrated, over either database.</summary>
internal sealed class ColdStorageFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ColdStorageFixture(string? postgres)
    {
        Options = new() { Postgres = postgres, DataDirectory = _folder.FullPath };
        Services = new ServiceCollection().AddLogging().AddColdStorage(Options).BuildServiceProvider(validateScopes: true);
    }

    public ColdStorageOptions Options { get; }

    public ServiceProvider Services { get; }

    public static async Task<ColdStorageFixture> Migrated(string? postgres)
    {
        var fixture = new ColdStorageFixture(postgres);
        await fixture.Services.GetRequiredService<Migrator>().Run(CancellationToken.None);
        return fixture;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        _folder.Dispose();
    }
}

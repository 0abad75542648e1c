using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sentinel.Infrastructure.ColdStorage;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>Migrated cold storage as the API registers it, with either database.</summary>
internal sealed class ColdStorageFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ColdStorageFixture(string? postgres, TimeProvider? clock = null)
    {
        Options = new() { Postgres = postgres, DataDirectory = _folder.FullPath };
        Services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddSingleton(clock ?? TimeProvider.System)
            .AddSingleton(Crowd.Population)
            .AddColdStorage(Options)
            .BuildServiceProvider(validateScopes: true);
    }

    public ColdStorageOptions Options { get; }

    public ErrorLog Log { get; } = new();

    public ServiceProvider Services { get; }

    public static async Task<ColdStorageFixture> Migrated(string? postgres, TimeProvider? clock = null)
    {
        var fixture = new ColdStorageFixture(postgres, clock);
        await fixture.Services.GetRequiredService<Migrator>().Run(CancellationToken.None);
        return fixture;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        _folder.Dispose();
    }
}

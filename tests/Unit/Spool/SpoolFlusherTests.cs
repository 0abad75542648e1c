using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.Spool;

namespace Sentinel.Unit.Tests;

public sealed class SpoolFlusherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sentinel-spool-").FullName;
    private readonly CountingTime _time = new();
    private readonly DataDirectory _directory;
    private readonly FileSpool _spool;
    private readonly SpoolFlusher _flusher;

    public SpoolFlusherTests()
    {
        _directory = new(_folder);
        _spool = new(_directory, new(), _time, NullLogger<FileSpool>.Instance);
        _flusher = new(_spool, _time);
    }

    public void Dispose()
    {
        _flusher.Dispose();
        _spool.Dispose();
        _directory.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>One timer for each line; the flusher sets no timer while no line comes in.</summary>
    [Fact]
    public async Task Flusher_WhenLinesComeInAgainAndAgain_WritesEachASecondLaterAndSleepsBetween()
    {
        await _flusher.StartAsync(default);
        for (var round = 1; round <= 3; round++)
        {
            Assert.Equal(round - 1, _time.Timers);
            var before = _spool.Bytes;
            _spool.Add(Records.Degraded(TenantId.Default));
            await Until(() => _time.Timers == round);
            _time.Advance(TimeSpan.FromSeconds(1));
            await Until(() => _spool.Bytes > before);
        }

        await _flusher.StopAsync(default);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 1_000, "it did not come");
            await Task.Delay(10);
        }
    }

    private sealed class CountingTime() : FakeTimeProvider(Records.Start)
    {
        private int timers;

        public int Timers => Volatile.Read(ref timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref timers);
            return timer;
        }
    }
}

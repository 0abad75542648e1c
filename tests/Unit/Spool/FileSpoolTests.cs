using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Spool;

namespace Sentinel.Unit.Tests;

public sealed class FileSpoolTests : IDisposable
{
    private static readonly TenantId Tenant = TenantId.Default;
    private static readonly SessionId Session = SessionId.Mint(new(1), Records.Start);

    private readonly string _folder = Directory.CreateTempSubdirectory("sentinel-spool-").FullName;
    private readonly FakeTimeProvider _time = new(Records.Start);
    private readonly List<IDisposable> _opened = [];

    public void Dispose()
    {
        _opened.ForEach(opened => opened.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Add_WhenSameSessionSecondAndDecision_SumsIntoOneLine()
    {
        var spool = Open();
        var second = Records.Start.AddSeconds(1);
        for (var i = 0; i < 5; i++) spool.Add(Records.Degraded(Tenant, session: Session));
        spool.Add(Records.Degraded(Tenant, session: Session, at: second));
        spool.Add(Records.Degraded(Tenant, session: Session).Deciding(verdict => verdict with { Decision = Decision.Block }));
        spool.Add(Records.Degraded(Tenant));
        var records = Assert.Single(await spool.Seal(default)).Records;
        Assert.Equal([1, 1, 1, 5], records.Select(record => record.Count).Order());
        Assert.Equal(second, Assert.Single(records, record => record.DecidedAt == second).DecidedAt);
    }

    [Fact]
    public async Task Seal_WhenRecordIsFull_KeepsEveryField()
    {
        var spool = Open();
        var record = Records.Batch(Tenant) with { Action = "login", Count = 4 };
        spool.Add(record);
        var stored = Assert.Single(Assert.Single(await spool.Seal(default)).Records);
        Records.AssertSame(record, stored);
    }

    [Fact]
    public async Task Seal_WhenEmpty_ReturnsNothing()
    {
        var spool = Open();
        spool.Flush();
        Assert.True(spool.IsEmpty);
        Assert.Empty(await spool.Seal(default));
    }

    [Fact]
    public async Task Seal_WhenNothingWasRemoved_ReturnsTheSameAgainOldestFirst()
    {
        var spool = Open();
        spool.Add(Records.Degraded(Tenant, "first"));
        await spool.Seal(default);
        _time.Advance(TimeSpan.FromSeconds(1));
        spool.Add(Records.Degraded(Tenant, "second"));
        var segments = await spool.Seal(default);
        Assert.Equal(["first", "second"], segments.Select(segment => segment.Records[0].User.Value));
        foreach (var segment in segments) spool.Remove(segment);
        Assert.True(spool.IsEmpty);
        Assert.Empty(await spool.Seal(default));
    }

    [Fact]
    public async Task Seal_WhenRestartedAfterAKill_DeliversWhatWasFlushed()
    {
        var killed = Open();
        killed.Add(Records.Degraded(Tenant, "flushed"));
        killed.Flush();
        // A kill releases the folder's lock and loses lines added after the last flush.
        _opened.ForEach(opened => (opened as DataDirectory)?.Dispose());
        var spool = Open();
        Assert.False(spool.IsEmpty);
        Assert.Equal("flushed", Assert.Single(Assert.Single(await spool.Seal(default)).Records).User.Value);
    }

    [Fact]
    public async Task Seal_WhenLastLineIsTorn_SkipsItAlone()
    {
        var spool = Open();
        spool.Add(Records.Degraded(Tenant, "whole"));
        spool.Flush();
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "spool")));
        await spool.Seal(default);
        await File.AppendAllTextAsync(file, "{\"decidedAt\":\"2026-01-02T03:0");
        Assert.Equal("whole", Assert.Single(Assert.Single(await spool.Seal(default)).Records).User.Value);
    }

    [Fact]
    public async Task Seal_WhenLinesAreForeign_SkipsThem()
    {
        var spool = Open();
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "spool", "000.jsonl"),
            "{}\nnull\n[]\n\n{\"sessionId\":\"x\"}\n\u0000\u0000",
            Encoding.UTF8
        );
        Assert.Empty(Assert.Single(await spool.Seal(default)).Records);
    }

    [Fact]
    public async Task Add_WhenFull_DropsCountsAndSaysSoOnce()
    {
        var logger = new CountingLogger();
        var spool = Open(new() { MaxBytes = 10_000, SegmentBytes = 4_000 }, logger);
        for (var i = 0; i < 100; i++)
        {
            spool.Add(Records.Degraded(Tenant, $"user-{i}"));
            if (i % 3 == 0) spool.Flush();
        }
        spool.Flush();
        Assert.InRange(spool.Bytes, 5_000, 10_000);
        Assert.Equal(spool.Bytes, Directory.GetFiles(Path.Combine(_folder, "spool")).Sum(file => new FileInfo(file).Length));
        var segments = await spool.Seal(default);
        Assert.True(segments.Count >= 2);
        Assert.Equal(100, segments.Sum(segment => segment.Records.Count) + spool.Dropped);
        Assert.Equal(1, logger.Errors);

        foreach (var segment in segments) spool.Remove(segment);
        spool.Add(Records.Degraded(Tenant, "afterwards"));
        Assert.Single(await spool.Seal(default));
    }

    [Fact]
    public async Task Add_WhenManyThreads_CountsEach()
    {
        var spool = Open();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                spool.Add(Records.Degraded(Tenant, session: Session));
                if (i % 100 == 0) spool.Flush();
            }
        })));
        Assert.Equal(4000, (await spool.Seal(default)).SelectMany(segment => segment.Records).Sum(record => record.Count));
    }

    [Fact]
    public void Flush_WhenDiskRefuses_KeepsTheLinesForTheNextTry()
    {
        var logger = new CountingLogger();
        var spool = Open(logger: logger);
        var folder = Path.Combine(_folder, "spool");
        Directory.Delete(folder);
        spool.Add(Records.Degraded(Tenant));
        spool.Flush();
        spool.Flush();
        Assert.Equal(1, logger.Errors);
        Directory.CreateDirectory(folder);
        spool.Flush();
        Assert.Single(File.ReadAllLines(Assert.Single(Directory.GetFiles(folder))));
    }

    private FileSpool Open(SpoolOptions? options = null, ILogger<FileSpool>? logger = null)
    {
        var directory = new DataDirectory(_folder);
        var spool = new FileSpool(directory, options ?? new(), _time, logger ?? NullLogger<FileSpool>.Instance);
        _opened.AddRange([spool, directory]);
        return spool;
    }

    private sealed class CountingLogger : ILogger<FileSpool>
    {
        public int Errors { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Errors += logLevel == LogLevel.Error ? 1 : 0;
    }
}

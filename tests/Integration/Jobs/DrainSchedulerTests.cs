using System.Collections.Concurrent;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Jobs;
using Sentinel.Infrastructure.Spool;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>Which job is requested when, with a clock that the test controls.</summary>
public sealed class DrainSchedulerTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CountingTime _time = new();
    private readonly DirtyPartitions _dirty = new();
    private readonly FakeOutbox _outbox = new();
    private readonly CountingOutbox _sweeps;
    private readonly StubJobs _jobs = new();
    private readonly WarningCounter _warnings = new();
    private readonly DataDirectory _directory;
    private readonly FileSpool _spool;
    private readonly DrainScheduler _scheduler;

    public DrainSchedulerTests()
    {
        _directory = new(_folder.FullPath);
        _spool = new(_directory, new(), _time, NullLogger<FileSpool>.Instance);
        _sweeps = new(_outbox);
        _scheduler = new(
            new JobsOptions(Drain: true),
            _dirty,
            _sweeps,
            _spool,
            new SpoolTicket(),
            new NodeQueue(_directory),
            _jobs,
            _time,
            _warnings
        );
    }

    public async Task InitializeAsync()
    {
        await _scheduler.StartAsync(default);
        await Probe.Until(() => _sweeps.Count == 1, "the scheduler has begun");
    }

    public Task DisposeAsync() => _scheduler.StopAsync(default);

    public void Dispose()
    {
        _scheduler.Dispose();
        _spool.Dispose();
        _directory.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Tick_WhenManyPartitionsAreDirty_AsksForOneJobWithTheSet()
    {
        for (byte number = 10; number < 60; number++) _dirty.Mark(new(number));
        await Advance(() => !_jobs.Asked.IsEmpty);
        var job = Assert.Single(_jobs.Asked).Job;
        Assert.Equal(typeof(DrainOutboxJob), job.Type);
        Assert.Equal(Enumerable.Range(10, 50), (int[])job.Args[0]);
    }

    [Fact]
    public async Task Tick_WhenJobStoreIsAway_KeepsTheMarksAndSaysSoOnce()
    {
        _jobs.Away = true;
        _dirty.Mark(new(7));
        await Advance(() => _jobs.Refused >= 3);
        Assert.Equal(1, _warnings.Count);
        _jobs.Away = false;
        await Advance(() => !_jobs.Asked.IsEmpty);
        Assert.Equal([7], (int[])Assert.Single(_jobs.Asked).Job.Args[0]);
    }

    [Fact]
    public async Task Tick_WhenHotStateIsAway_SweepsAgainLater()
    {
        _outbox.Away = new TimeoutException("hot state");
        await Advance(() => _sweeps.Count >= 3);
        Assert.Equal(1, _warnings.Count);
        _outbox.Away = null;
        _outbox.Add(new Partition(3), Records.Batch(TenantId.Default));
        await Advance(() => !_jobs.Asked.IsEmpty);
        Assert.Equal([3], (int[])_jobs.Asked.First().Job.Args[0]);
    }

    [Fact]
    public async Task Tick_WhenSpoolWaits_AsksForOneDeliveryOnThisNodesQueue()
    {
        _spool.Add(Records.Degraded(TenantId.Default));
        await Advance(() => !_jobs.Asked.IsEmpty);
        var asked = _time.GetUtcNow();
        var job = Assert.Single(_jobs.Asked).Job;
        // The job does not run: after ten seconds, and not earlier, the scheduler treats it as lost.
        await Advance(() => _jobs.Asked.Count > 1);
        Assert.InRange(_time.GetUtcNow() - asked, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(13));
        Assert.Equal(typeof(DeliverSpoolJob), job.Type);
        Assert.StartsWith("node-", job.Queue, StringComparison.Ordinal);
    }

    /// <summary>A sweep and its waits every ten seconds; nothing in between.</summary>
    [Fact]
    public async Task Idle_WhenNothingIsCommitted_WakesForTheSweepsOnly()
    {
        var before = _time.Timers;
        await Advance(() => _sweeps.Count == 7);
        Assert.InRange(_time.Timers - before, 6, 6 * 4);
    }

    [Fact]
    public async Task Idle_WhenSomethingIsCommitted_AsksWithoutWaitingForTheSweep()
    {
        // After the pause following the first round, the scheduler waits for the next sweep and sleeps.
        await Advance(() => _time.Due > TimeSpan.FromSeconds(5));
        var sweeps = _sweeps.Count;
        _dirty.Mark(new(9));
        await Probe.Until(() => !_jobs.Asked.IsEmpty, "the mark has woken the scheduler");
        Assert.Equal(sweeps, _sweeps.Count);
    }

    private Task Advance(Func<bool> until) => Probe.Until(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            return until();
        },
        "the scheduler's tick has done it");

    private sealed class CountingTime() : FakeTimeProvider(Records.Start)
    {
        private int timers;
        private long due;

        public int Timers => Volatile.Read(ref timers);

        /// <summary>The due time of the last wait.</summary>
        public TimeSpan Due => new(Volatile.Read(ref due));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Volatile.Write(ref due, dueTime.Ticks);
            Interlocked.Increment(ref timers);
            return timer;
        }
    }

    private sealed class CountingOutbox(FakeOutbox inner) : Application.Ports.IOutbox
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task<Application.Audit.Records.OutboxSlice> Peek(Partition partition, int limit, CancellationToken cancel) =>
            inner.Peek(partition, limit, cancel);

        public Task Trim(Partition partition, Application.Audit.Records.OutboxSlice slice, CancellationToken cancel) =>
            inner.Trim(partition, slice, cancel);

        public Task<IReadOnlySet<SessionId>> SessionsOf(TenantId tenant, UserId user, CancellationToken cancel) =>
            inner.SessionsOf(tenant, user, cancel);

        public Task<IReadOnlyList<Partition>> Pending(CancellationToken cancel)
        {
            Interlocked.Increment(ref _count);
            return inner.Pending(cancel);
        }
    }

    private sealed class StubJobs : IBackgroundJobClientV2
    {
        private int _refused;

        public bool Away { get; set; }

        public int Refused => Volatile.Read(ref _refused);

        public ConcurrentQueue<(Job Job, IState State)> Asked { get; } = [];

        public JobStorage Storage => throw new NotSupportedException();

        public string Create(Job job, IState state) => Create(job, state, new Dictionary<string, object>());

        public string Create(Job job, IState state, IDictionary<string, object> parameters)
        {
            if (Away)
            {
                Interlocked.Increment(ref _refused);
                throw new TimeoutException("job store");
            }
            Asked.Enqueue((job, state));
            return "1";
        }

        public bool ChangeState(string jobId, IState state, string expectedState) => throw new NotSupportedException();
    }

    private sealed class WarningCounter : ILogger<DrainScheduler>
    {
        public int Count { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Count += logLevel == LogLevel.Warning ? 1 : 0;
    }
}

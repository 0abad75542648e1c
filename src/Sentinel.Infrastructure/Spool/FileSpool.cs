using System.Globalization;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.Spool;

/// <summary>
/// JSON-lines segments in <c>$SENTINEL_DATA/spool</c>. <see cref="Add"/> only counts in memory; <see cref="Flush"/>, within a second,
/// appends and fsyncs. An earlier run's segment is never appended to, so a line that a kill cut off is the last of its file. It is skipped.
/// </summary>
public sealed partial class FileSpool : ISpool, IDisposable
{
    private const string Extension = ".jsonl";

    private readonly Lock _files = new();
    private readonly SpoolTally _tally = new();
    private readonly SpoolOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FileSpool> _logger;
    private readonly string _folder;
    private readonly Queue<byte[]> _unwritten = [];
    private FileStream? _open;
    private long _bytes;
    private long _waiting;
    private long _dropped;
    private int _segments;
    private bool _full;
    private bool _failing;

    /// <exception cref="InvalidOperationException">Another Sentinel uses the data directory.</exception>
    public FileSpool(DataDirectory directory, SpoolOptions options, TimeProvider time, ILogger<FileSpool> logger)
    {
        directory.Hold();
        (_options, _time, _logger) = (options, time, logger);
        _folder = Directory.CreateDirectory(Path.Combine(directory.FullPath, "spool")).FullName;
        _bytes = Segments().Sum(file => file.Length);
        Metrics.Meter.CreateObservableGauge(
            "sentinel.spool.size",
            () => Bytes,
            "By",
            "Degraded decisions that wait on this node's disk for their delivery."
        );
        Metrics.Meter.CreateObservableCounter(
            "sentinel.spool.dropped",
            () => Dropped,
            "{decision}",
            "Degraded decisions that found the spool full."
        );
    }

    /// <summary>Raised when a record waits for the next flush.</summary>
    internal event Action? Added;

    /// <summary>Raised after a flush to a segment.</summary>
    internal event Action? Written;

    /// <summary>Decisions dropped because the spool was full, since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Bytes in the segments, without the records that wait for the next flush.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public bool IsEmpty => Bytes == 0 && _tally.Count == 0;

    public void Add(AuditRecord degraded)
    {
        if (_tally.TryAdd(degraded, _options.MaxBytes - Bytes - Interlocked.Read(ref _waiting))) Added?.Invoke();
        else Drop(degraded.Count);
    }

    /// <summary>
    /// Writes the waiting records and forces them to disk. Returns false if the disk refuses; that is logged once, and the lines are kept
    /// for the next attempt.
    /// </summary>
    public bool Flush()
    {
        lock (_files)
        {
            foreach (var record in _tally.TakeAll()) _unwritten.Enqueue(SpoolLine.Write(record));
            if (_unwritten.Count == 0) return true;
            try
            {
                while (_unwritten.TryPeek(out var line))
                {
                    Append(line);
                    _unwritten.Dequeue();
                }
                _open?.Flush(flushToDisk: true);
                Interlocked.Exchange(ref _waiting, 0);
                _failing = false;
                Written?.Invoke();
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Close();
                Interlocked.Exchange(ref _waiting, _unwritten.Sum(line => (long)line.Length));
                if (!_failing) LogFailing(_unwritten.Count, e.GetType().Name);
                _failing = true;
                return false;
            }
        }
    }

    public Task<IReadOnlyList<SpoolSegment>> Seal(CancellationToken cancel)
    {
        Flush();
        lock (_files)
        {
            Close();
            List<SpoolSegment> sealedOnes = [];
            foreach (var file in Segments())
            {
                cancel.ThrowIfCancellationRequested();
                sealedOnes.Add(Read(file));
            }
            return Task.FromResult<IReadOnlyList<SpoolSegment>>(sealedOnes);
        }
    }

    public void Remove(SpoolSegment segment)
    {
        lock (_files)
        {
            File.Delete(Path.Combine(_folder, Path.GetFileName(segment.Name)));
            Interlocked.Exchange(ref _bytes, Segments().Sum(file => file.Length));
            _full = false;
        }
    }

    public void Dispose()
    {
        Flush();
        lock (_files) Close();
    }

    private void Append(byte[] line)
    {
        if (Bytes + line.Length > _options.MaxBytes)
        {
            Drop(1);
            return;
        }
        if (_open is { } open && open.Length + line.Length > _options.SegmentBytes) Close();
        // A buffer of one byte, so that a later flush of the stream cannot complete a line that failed halfway.
        _open ??= new(NextName(), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1);
        _open.Write(line);
        Interlocked.Add(ref _bytes, line.Length);
    }

    private string NextName() =>
        Path.Combine(
            _folder,
            string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow().ToUnixTimeMilliseconds():D15}-{_segments++:D6}{Extension}")
        );

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }

    private IOrderedEnumerable<FileInfo> Segments() =>
        new DirectoryInfo(_folder).EnumerateFiles('*' + Extension).OrderBy(file => file.Name, StringComparer.Ordinal);

    private SpoolSegment Read(FileInfo file)
    {
        var lines = File.ReadAllLines(file.FullName);
        var records = lines.Select(SpoolLine.Read).OfType<AuditRecord>().ToList();
        if (records.Count < lines.Length) LogSkipped(file.Name, lines.Length - records.Count);
        return new(file.Name, records);
    }

    private void Drop(int count)
    {
        Interlocked.Add(ref _dropped, count);
        if (!Interlocked.Exchange(ref _full, true)) LogFull(_options.MaxBytes);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The spool holds {Bytes} bytes and is full; degraded decisions are dropped and counted"
    )]
    private partial void LogFull(long bytes);

    [LoggerMessage(Level = LogLevel.Error, Message = "The spool cannot be written ({Error}); {Count} lines wait in memory")]
    private partial void LogFailing(int count, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Spool segment {Segment}: {Count} unreadable lines skipped")]
    private partial void LogSkipped(string segment, int count);
}

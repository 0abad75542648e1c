namespace Sentinel.Replay;

/// <summary>Recordings of one kind, real or generated. Each read gives the same recordings in the same order.</summary>
internal interface IRecordingSource
{
    /// <summary>The source's name in <c>--sources</c>.</summary>
    string Name { get; }

    /// <summary>Streams recordings; at most one is in memory.</summary>
    IEnumerable<Recording> Read();
}

namespace Sentinel.Replay;

/// <summary>Recordings of one kind, real or generated. Reading twice gives the same in the same order.</summary>
internal interface IRecordingSource
{
    /// <summary>The name that <c>--sources</c> takes.</summary>
    string Name { get; }

    /// <summary>One recording at a time; no more than one is held in memory.</summary>
    IEnumerable<Recording> Read();
}

namespace Sentinel.Replay;

/// <summary>The run itself cannot go on, as opposed to a session that ended badly; the message says what to do.</summary>
internal sealed class ReplayFailedException(string message) : Exception(message);

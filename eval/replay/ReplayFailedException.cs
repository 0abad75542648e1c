namespace Sentinel.Replay;

/// <summary>The whole run cannot continue, unlike when a single session fails; the message gives the remedy.</summary>
internal sealed class ReplayFailedException(string message) : Exception(message);

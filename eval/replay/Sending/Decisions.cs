namespace Sentinel.Replay;

/// <summary>The decisions in the API's spelling.</summary>
internal static class Decisions
{
    public const string Allow = "ALLOW";
    public const string Challenge = "CHALLENGE";
    public const string Block = "BLOCK";
}

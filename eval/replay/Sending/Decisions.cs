namespace Sentinel.Replay;

/// <summary>The decisions, as the wire spells them.</summary>
internal static class Decisions
{
    public const string Allow = "ALLOW";
    public const string Challenge = "CHALLENGE";
    public const string Block = "BLOCK";
}

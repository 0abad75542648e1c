namespace Sentinel.Replay;

/// <summary>How one recording's session ended, as <c>--json</c> lists it.</summary>
internal sealed record SessionOutcome(string Source, string Session, string Class, bool Eligible, int KeyStrokes, int PointerStrokes)
{
    public static SessionOutcome Of(Recording recording) =>
        new(recording.Source, recording.Id, recording.IsBot ? "bot" : "human", recording.Eligible,
            recording.Keys.Count, recording.PointerStrokes);

    /// <summary>The server's id of the session.</summary>
    public string? SessionId { get; set; }

    /// <summary>The last batch's decision, or what the session was opened with if there was no batch.</summary>
    public string? Decision { get; set; }

    public double? Trust { get; set; }

    public double? Risk { get; set; }

    public double? HighestRisk { get; set; }

    public string? Phase { get; set; }

    public int Batches { get; set; }

    /// <summary>Batches that were answered CHALLENGE.</summary>
    public int Challenges { get; set; }

    public int? Windows { get; set; }

    /// <summary>Windows when BLOCK was first answered, with the batch's number and its reasons.</summary>
    public int? WindowsToBlock { get; set; }

    public int? BatchesToBlock { get; set; }

    public IReadOnlyList<Reason>? BlockReasons { get; set; }

    /// <summary>The last batch's reasons, as the server orders them.</summary>
    public IReadOnlyList<Reason>? Reasons { get; set; }

    /// <summary>Batches that the server called faster than time.</summary>
    public int TimeCompressed { get; set; }

    public string? Error { get; set; }

    /// <summary>Unix ms when it began and ended, for the rate.</summary>
    public long BeganAt { get; set; }

    public long EndedAt { get; set; }
}

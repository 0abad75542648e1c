namespace Sentinel.Replay;

/// <summary>How one recording's session ended, as listed by <c>--json</c>.</summary>
internal sealed record SessionOutcome(string Source, string Session, string Class, bool Eligible, int KeyStrokes, int PointerStrokes)
{
    public static SessionOutcome Of(Recording recording) =>
        new(recording.Source, recording.Id, recording.IsBot ? "bot" : "human", recording.Eligible,
            recording.Keys.Count, recording.PointerStrokes);

    /// <summary>The server's id of the session.</summary>
    public string? SessionId { get; set; }

    /// <summary>The decision of the last batch, or of the opening if there was no batch.</summary>
    public string? Decision { get; set; }

    public double? Trust { get; set; }

    public double? Risk { get; set; }

    public double? HighestRisk { get; set; }

    public string? Phase { get; set; }

    public int Batches { get; set; }

    /// <summary>Batches answered with CHALLENGE.</summary>
    public int Challenges { get; set; }

    public int? Windows { get; set; }

    /// <summary>Windows at the first BLOCK, with the batch's number and reasons.</summary>
    public int? WindowsToBlock { get; set; }

    public int? BatchesToBlock { get; set; }

    public IReadOnlyList<Reason>? BlockReasons { get; set; }

    /// <summary>The last batch's reasons, in the server's order.</summary>
    public IReadOnlyList<Reason>? Reasons { get; set; }

    /// <summary>Batches that the server reported as faster than time.</summary>
    public int TimeCompressed { get; set; }

    public string? Error { get; set; }

    /// <summary>Start and end in Unix ms, for the rate.</summary>
    public long BeganAt { get; set; }

    public long EndedAt { get; set; }
}

namespace Sentinel.Application.Audit.Records;

/// <param name="Session">The labelled session.</param>
/// <param name="Decision">The labelled decision; null for the whole session.</param>
/// <param name="Label">The label.</param>
/// <param name="GivenAt">When the label was last given.</param>
public sealed record GivenLabel(string Session, Guid? Decision, Label Label, DateTimeOffset GivenAt);

/// <summary>What a decision or a session turned out to be.</summary>
public enum Label : byte { Legitimate, Fraud }

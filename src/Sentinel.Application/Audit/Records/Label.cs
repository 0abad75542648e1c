namespace Sentinel.Application.Audit.Records;

/// <param name="Session">Which session.</param>
/// <param name="Decision">Which of its decisions; null for the session as a whole.</param>
/// <param name="Label">What it was.</param>
/// <param name="GivenAt">When the label was given last.</param>
public sealed record GivenLabel(string Session, Guid? Decision, Label Label, DateTimeOffset GivenAt);

/// <summary>What a decision or a session turned out to be.</summary>
public enum Label : byte { Legitimate, Fraud }

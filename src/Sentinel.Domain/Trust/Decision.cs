namespace Sentinel.Domain.Trust;

/// <summary>What the caller should do, from permissive to strict.</summary>
public enum Decision : byte { Allow, Challenge, Block }

/// <summary>How much an action could cost. Batches are decided at MEDIUM.</summary>
public enum Sensitivity : byte { Low, Medium, High }

/// <summary>The phase of a session.</summary>
public enum Phase : byte { ColdStart, Verifying, Trusted }

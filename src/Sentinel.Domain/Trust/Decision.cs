namespace Sentinel.Domain.Trust;

/// <summary>What the caller should do; ordered from permissive to strict.</summary>
public enum Decision : byte { Allow, Challenge, Block }

/// <summary>How much the action at hand could cost. A batch is decided at <see cref="Medium"/>.</summary>
public enum Sensitivity : byte { Low, Medium, High }

/// <summary>How far a session has come.</summary>
public enum Phase : byte { ColdStart, Verifying, Trusted }

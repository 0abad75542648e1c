using Sentinel.Domain.Features;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Sessions.Records;

/// <summary>Identifies a decision in cold storage.</summary>
/// <param name="Id">The decision.</param>
/// <param name="At">When it was made.</param>
public readonly record struct DecisionKey(Guid Id, DateTimeOffset At);

/// <summary>A session with input that other users' sessions had before.</summary>
/// <param name="Tenant">The tenant of all of them.</param>
/// <param name="Session">The later session.</param>
/// <param name="First">The first session with the input.</param>
/// <param name="Others">How many other users' sessions had it before.</param>
public sealed record SharedInputFound(TenantId Tenant, SessionId Session, SessionId First, int Others);

/// <summary>A sketch in cold storage.</summary>
/// <param name="Session">Its session.</param>
/// <param name="At">When the decision was made that took it.</param>
/// <param name="Sketch">The sketch.</param>
public sealed record StoredSketch(SessionId Session, DateTimeOffset At, InputSketch Sketch);

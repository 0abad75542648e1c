using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Application.Users.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Users;

/// <summary>
/// Erases a user everywhere: sessions, strikes, ban and baseline in hot state; training samples and baseline versions; feedback; and the
/// payload of audit rows, whose hashes stay. Data still in outboxes and spools is dropped as it arrives. Idempotent: while an erasure of
/// the user runs, it is returned.
/// </summary>
public sealed record EraseUser(Caller Caller, string UserId) : IRequest<Outcome<Erasure>>;

/// <summary>Finishes a small erasure at once. Once stored, an erasure continues even if this node fails.</summary>
internal sealed class EraseUserHandler(IErasures erasures, ErasureRun run, IProfileJobs jobs, TimeProvider time)
    : IRequestHandler<EraseUser, Outcome<Erasure>>
{
    /// <summary>With more sessions than this, a job does the work.</summary>
    private const int MaxSessions = 1_000;

    /// <summary>How long a caller waits before a job takes over.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<Outcome<Erasure>> Handle(EraseUser command, CancellationToken cancellationToken)
    {
        if (!UserId.TryParse(command.UserId, out var user) || user == UserId.Unknown)
            return ProfileFaults.Unknown;
        var tenant = command.Caller.Tenant;
        var now = time.GetUtcNow();
        var sessions = await run.Sessions(tenant, user, now - ErasureRun.Hot, cancellationToken);
        var (erasure, begun) = await erasures.Begin(tenant, user, command.Caller.Key, now, sessions, cancellationToken);
        if (!begun)
            return erasure;
        if (erasure.SessionsLeft > MaxSessions || !await Finished(erasure.Id, cancellationToken))
            jobs.Erase(erasure.Id);
        return (await erasures.Find(tenant, erasure.Id, cancellationToken))!;
    }

    /// <summary>If hot state becomes unavailable, the job waits for it.</summary>
    private async Task<bool> Finished(Guid id, CancellationToken cancel)
    {
        try
        {
            return await run.Advance(id, Patience, cancel);
        }
        catch (HotStateUnavailableException)
        {
            return false;
        }
    }
}

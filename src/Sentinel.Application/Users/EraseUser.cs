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
/// Erases a user everywhere: sessions, strikes, ban and baseline in hot state; training samples, quarantine and versions; feedback; and
/// what the audit's rows say, of which the hashes stay. What is still on its way in outboxes and spools is dropped as it arrives. The same
/// again is harmless; while one erasure of the user runs, it is the answer.
/// </summary>
public sealed record EraseUser(Caller Caller, string UserId) : IRequest<Outcome<Erasure>>;

/// <summary>A small one is finished at once. From the moment at which it is noted, it goes on whatever happens to this node.</summary>
internal sealed class EraseUserHandler(IErasures erasures, ErasureRun run, IProfileJobs jobs, TimeProvider time)
    : IRequestHandler<EraseUser, Outcome<Erasure>>
{
    /// <summary>More sessions than this are left to a job.</summary>
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

    /// <summary>A hot state that goes away now is waited for by the job.</summary>
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

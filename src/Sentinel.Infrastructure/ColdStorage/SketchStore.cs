using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Features;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>
/// Sketches in the active database. Sketches in one cell are candidates; the sessions of those that are near are then compared whole.
/// </summary>
internal sealed class SketchStore(
    IDbContextFactory<SentinelDbContext> contexts, SketchOptions options, PoliciesInForce policies, TimeProvider time)
    : ISketches
{
    /// <summary>How many candidates for a session are read, the newest first.</summary>
    private const int MostCandidates = 1_000;

    /// <summary>With how many others a session is compared whole.</summary>
    private const int MostSessions = 50;

    /// <summary>Rows per transaction of <see cref="Expire"/>.</summary>
    private const int Batch = 5_000;

    public async Task<IReadOnlyList<DecisionKey>> Take(IReadOnlyList<AuditRecord> records, CancellationToken cancel)
    {
        if (!options.AcrossUsers)
            return [];
        SketchRow[] rows = [.. records.SelectMany(Rows)];
        if (rows.Length == 0)
            return [];
        await using var context = await contexts.CreateDbContextAsync(cancel);
        // Another drain may insert the same rows; both use the same order.
        await context.InsertMissing(
            rows.OrderBy(row => row.Tenant, StringComparer.Ordinal).ThenBy(row => row.SessionId, StringComparer.Ordinal)
                .ThenBy(row => row.DecisionId).ThenBy(row => row.Number),
            cancel);
        await DropErased(context, rows, cancel);
        var later = new Dictionary<string, DecisionKey>();
        foreach (var session in rows.GroupBy(row => (row.Tenant, row.SessionId)))
        {
            var (one, others) = await Candidates(context, session.Key.Tenant, session.Key.SessionId, [.. session], cancel);
            foreach (var other in others)
            {
                if (Sharing.IsShared(one!.Sketches, other.Sketches)) later[one.Session] = one.Decision;
                if (Sharing.IsShared(other.Sketches, one.Sketches)) later[other.Session] = other.Decision;
            }
        }

        return [.. later.Values];
    }

    public async Task<SharedInputFound?> Find(DecisionKey decision, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        // Time has an index.
        var (id, at) = (decision.Id, decision.At.ToUniversalTime());
        if (await context.Sketches.AsNoTracking()
            .FirstOrDefaultAsync(row => row.At == at && row.DecisionId == id, cancel) is not { } of)
            return null;
        var rows = await context.Sketches.AsNoTracking()
            .Where(row => row.Tenant == of.Tenant && row.SessionId == of.SessionId).ToListAsync(cancel);
        var (one, others) = await Candidates(context, of.Tenant, of.SessionId, rows, cancel);
        var earlier = others.Where(other => Sharing.IsShared(one!.Sketches, other.Sketches)).ToList();
        if (earlier.Count == 0)
            return null;
        var first = earlier.MinBy(session => session.Sketches[0].At)!;
        return new(
            TenantId.Parse(of.Tenant), SessionId.Parse(of.SessionId), SessionId.Parse(first.Session),
            earlier.Select(session => session.User).Distinct().Count());
    }

    public async Task<IReadOnlyList<StoredSketch>> OfUser(TenantId tenant, UserId user, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Sketches.AsNoTracking().Where(row => row.Tenant == tenant.Value && row.UserId == user.Value)
            .OrderBy(row => row.At).ThenBy(row => row.DecisionId).ThenBy(row => row.Number).ToListAsync(cancel);
        return rows.ConvertAll(row => new StoredSketch(SessionId.Parse(row.SessionId), row.At, row.Sketch));
    }

    public async Task<int> Expire(CancellationToken cancel)
    {
        var before = time.GetUtcNow() - policies.Longest(policy => policy.SketchLifetime);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var expired = 0;
        while (true)
        {
            // Up to the time of the last row of a batch, so that no statement holds many rows.
            var times = context.Sketches.Where(row => row.At < before).OrderBy(row => row.At).Select(row => row.At).Take(Batch);
            if (await times.MaxAsync(at => (DateTimeOffset?)at, cancel) is not { } last)
                return expired;
            expired += await context.Sketches.Where(row => row.At <= last).ExecuteDeleteAsync(cancel);
        }
    }

    public async Task<int> Erase(TenantId tenant, UserId user, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Sketches.Where(row => row.Tenant == tenant.Value && row.UserId == user.Value).ExecuteDeleteAsync(cancel);
    }

    private static IEnumerable<SketchRow> Rows(AuditRecord record) => record.Sketches.Select((sketch, number) => new SketchRow
    {
        Tenant = record.Tenant.Value,
        SessionId = record.Session.Value,
        DecisionId = record.DecisionId,
        Number = number,
        UserId = record.User.Value,
        At = record.DecidedAt,
        Kind = sketch.Kind,
        Measures = unchecked((long)sketch.Measures),
        Cell = sketch.Cell,
    });

    /// <summary>
    /// Deletes what came from before a user's erasure. An erasure first marks the user and then deletes, so that one of the two deletes it.
    /// </summary>
    private static async Task DropErased(SentinelDbContext context, SketchRow[] rows, CancellationToken cancel)
    {
        string[] tenants = [.. rows.Select(row => row.Tenant).Distinct()], users = [.. rows.Select(row => row.UserId).Distinct()];
        var erased = await context.Profiles.AsNoTracking()
            .Where(profile => profile.ErasedAt != null && tenants.Contains(profile.Tenant) && users.Contains(profile.UserId))
            .Select(profile => new { profile.Tenant, profile.UserId, profile.ErasedAt })
            .ToListAsync(cancel);
        foreach (var user in erased)
        {
            await context.Sketches
                .Where(row => row.Tenant == user.Tenant && row.UserId == user.UserId && row.At <= user.ErasedAt)
                .ExecuteDeleteAsync(cancel);
        }
    }

    /// <summary>
    /// A session, and other users' sessions that may share input with it: those with a sketch in the same cell that is near. Nothing if
    /// there are none.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="session">The session.</param>
    /// <param name="rows">The session's sketches to find candidates for.</param>
    /// <param name="cancel">Cancels the call.</param>
    private async Task<(Sketched? One, IReadOnlyCollection<Sketched> Others)> Candidates(
        SentinelDbContext context, string tenant, string session, IReadOnlyCollection<SketchRow> rows, CancellationToken cancel)
    {
        var (user, since) = (rows.First().UserId, time.GetUtcNow() - policies.Of(TenantId.Parse(tenant)).SketchLifetime);
        int[] cells = [.. rows.Select(row => row.Cell).Distinct()];
        var candidates = await context.Sketches.AsNoTracking()
            .Where(row => row.Tenant == tenant && cells.Contains(row.Cell) && row.At >= since && row.UserId != user)
            .OrderByDescending(row => row.At).Take(MostCandidates)
            .ToListAsync(cancel);
        string[] near =
        [
            .. candidates
                .Where(candidate => rows.Any(row => row.Sketch.DistanceTo(candidate.Sketch) <= InputSketch.Same))
                .Select(candidate => candidate.SessionId).Distinct().Take(MostSessions),
        ];
        if (near.Length == 0)
            return (null, []);
        string[] sessions = [session, .. near];
        var all = (await context.Sketches.AsNoTracking().Where(row => row.Tenant == tenant && sessions.Contains(row.SessionId))
            .ToListAsync(cancel)).GroupBy(row => row.SessionId).ToDictionary(group => group.Key, Sketched.Of);
        return all.Remove(session, out var one) ? (one, all.Values) : (null, []);
    }

    /// <summary>A session with its sketches.</summary>
    private sealed record Sketched(string Session, string User, DecisionKey Decision, IReadOnlyList<DatedSketch> Sketches)
    {
        public static Sketched Of(IEnumerable<SketchRow> rows)
        {
            SketchRow[] ordered = [.. rows.OrderBy(row => row.At).ThenBy(row => row.DecisionId).ThenBy(row => row.Number)];
            var first = ordered[0];
            return new(
                first.SessionId, first.UserId, new(first.DecisionId, first.At),
                [.. ordered.Select(row => new DatedSketch(row.At, row.Sketch))]);
        }
    }
}

using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage;

namespace Sentinel.ConsoleBench;

/// <summary>
/// A month of audit. The product's own writer writes its last hours, with their counts and cases; SQL repeats these over the days before,
/// with other users and sessions.
/// </summary>
internal sealed class AuditMonth(string postgres, string folder)
{
    public static readonly TimeSpan Span = TimeSpan.FromDays(30);

    /// <summary>A reason that no row has.</summary>
    public static readonly ReasonCode NeverSeen = ContextReasons.StateUnreadable;

    private const int RowsOfASession = 20;
    private const int Slice = 500;

    /// <summary>Roughly as many as rows in 4 to 36 hours, so that a piece is a whole number of hours.</summary>
    private static int PiecesOf(int rows) => rows <= 1_000_000 ? 20 : 180;

    /// <summary>One session that was blocked, and its user.</summary>
    public (UserId User, SessionId Session) Blocked { get; private set; }

    public async Task Fill(int rows, DateTimeOffset end, Action<string> say)
    {
        var pieces = PiecesOf(rows);
        var piece = Span / pieces;
        await using var services = new ServiceCollection().AddLogging(logging => logging.ClearProviders())
            .AddColdStorage(new() { Postgres = postgres, DataDirectory = folder })
            .BuildServiceProvider();
        await services.GetRequiredService<Migrator>().Run(default);
        await Partitions(end);
        say($"Writing {rows / pieces:N0} rows of the last {piece.TotalHours:N0} hours");
        var log = services.GetRequiredService<IAuditLog>();
        foreach (var records in Records(rows / pieces, end - piece, piece).GroupBy(record => Partition.Of(record.Tenant, record.User)))
        {
            if (records.FirstOrDefault(record => record.Decision == Decision.Block) is { } block) Blocked = (block.User, block.Session);
            foreach (var slice in records.Chunk(Slice)) await log.Append(records.Key, slice, default);
        }

        while (await services.GetRequiredService<IStats>().RollUp(5_000, default) > 0) { }
        say($"Repeating them {pieces - 1} times");
        for (var k = 1; k < pieces; k++)
            await Execute(Repeat(k, piece, end - piece));
        say("Labels, VACUUM");
        await Execute("""
            INSERT INTO feedback (tenant, session_id, decision_id, user_id, label, given_at)
            SELECT tenant, session_id, '00000000-0000-0000-0000-000000000000', user_id,
              CASE WHEN id::text < '2' THEN 'LEGITIMATE' ELSE 'FRAUD' END, decided_at
            FROM reviews WHERE kind = 'BLOCK' ORDER BY id LIMIT 2000 ON CONFLICT DO NOTHING
            """);
        await Execute("VACUUM ANALYZE");
    }

    /// <summary>Past months have partitions, as they would have had at the time.</summary>
    private async Task Partitions(DateTimeOffset end)
    {
        for (var month = new DateTime(end.Year, end.Month, 1).AddMonths(-1); month < end.AddDays(-end.Day); month = month.AddMonths(1))
        {
            await Execute(
                $"CREATE TABLE IF NOT EXISTS audit_{month:yyyy_MM} PARTITION OF audit "
                    + $"FOR VALUES FROM ('{month:yyyy-MM-dd}Z') TO ('{month.AddMonths(1):yyyy-MM-dd}Z')");
        }
    }

    private static string Repeat(int k, TimeSpan piece, DateTimeOffset from)
    {
        var shift = $"interval '{k * piece.TotalHours} hours'";
        // As a session's id is made: its partition, when it was opened, and the rest at random.
        var session = $"left(session_id, 5) || lpad(to_hex(('x' || substr(session_id, 6, 12))::bit(48)::bigint "
            + $"- {(long)(k * piece.TotalMilliseconds)}), 12, '0') || left(md5(session_id || {k}), 20)";
        var first = $"'{from.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z'";
        return $"""
            INSERT INTO audit (decided_at, decision_id, tenant, kind, user_id, session_id, stream, sequence, action, sensitivity, decision,
              trust, risk, phase, degraded, reasons, evidence, policy_version, baseline_version, commit_number, commit_id,
              previous_commit_id, count, turned_by, challenge_outcome, impostor_risk)
            SELECT decided_at - {shift}, md5(decision_id::text || {k})::uuid, tenant, kind, user_id || '-{k}', {session}, stream, sequence,
              action, sensitivity, decision, trust, risk, phase, degraded, reasons, evidence, policy_version, baseline_version,
              commit_number, commit_id, previous_commit_id, count, turned_by, challenge_outcome, impostor_risk
            FROM audit WHERE decided_at >= {first};
            INSERT INTO reviews (tenant, id, decided_at, kind, user_id, session_id, reason, claimed_by, labelled_by, note)
            SELECT tenant, md5(id::text || {k})::uuid, decided_at - {shift}, kind, user_id || '-{k}', {session}, reason, '', '', ''
            FROM reviews WHERE decided_at >= {first};
            INSERT INTO stats (tenant, step, at, counts)
            SELECT tenant, step, at - {shift}, counts FROM stats
            WHERE at >= (SELECT max(at) FROM stats) - interval '{piece.TotalHours} hours' ON CONFLICT DO NOTHING;
            """;
    }

    /// <summary>
    /// Sessions of twenty rows, the first of which opens it: one in two hundred is blocked in the middle, one in fifty meets a challenge.
    /// </summary>
    internal static IEnumerable<AuditRecord> Records(int rows, DateTimeOffset from, TimeSpan span)
    {
        Random random = new(1);
        var codes = DetectorCatalog.Reasons.Where(code => code != NeverSeen).ToArray();
        for (var number = 0; number < rows / RowsOfASession; number++)
        {
            var user = UserId.Parse($"u-{number}");
            var at = from + (span * (number / (double)(rows / RowsOfASession)));
            var session = SessionId.Mint(Partition.Of(TenantId.Default, user), at);
            var (isBot, isAsked) = (number % 200 == 7, number % 50 == 3);
            for (var i = 0; i < RowsOfASession; i++)
            {
                var decision = isBot && i >= 10 ? Decision.Block : isAsked && i < 10 ? Decision.Challenge : Decision.Allow;
                var lines = Enumerable.Range(0, 8).Select(_ => codes[random.Next(codes.Length)]).DistinctBy(code => code.Id)
                    .Select(code => Reason.Of(code, (random.NextDouble() * 3) - 2, 1)).ToImmutableArray();
                var decided = DateTimeOffset.FromUnixTimeMilliseconds((at + TimeSpan.FromSeconds(5 * i)).ToUnixTimeMilliseconds());
                yield return new()
                {
                    Verdict = new()
                    {
                        DecisionId = Guid.CreateVersion7(decided),
                        Decision = decision,
                        Scores = new(0.5, 0.1, Phase.Verifying),
                        Reasons = [.. lines.Take(4)],
                        Evidence = [.. lines.Select(line => new DetectorEvidence(line, 2))],
                        PolicyVersion = 1,
                    },
                    DecidedAt = decided,
                    Tenant = TenantId.Default,
                    Kind = i == 0 ? AuditKind.SessionOpened : i % 5 == 4 ? AuditKind.Evaluation : AuditKind.Batch,
                    User = user,
                    Session = session,
                    Stream = "tab-1",
                    Sequence = i + 1,
                    Action = i % 5 == 4 ? "transfer" : "",
                    CommitNumber = i + 1,
                    Commit = CommitId.New(),
                    PreviousCommit = CommitId.New(),
                    TurnedBy = (isBot && i == 10) || (isAsked && i == 0) ? lines[0].Code : null,
                };
            }
        }
    }

    private async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(postgres);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}

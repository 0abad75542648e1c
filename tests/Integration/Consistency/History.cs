using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Integration.Tests;

/// <summary>The clients' calls and the commits in order; checks whether the commits explain the calls.</summary>
/// <param name="Calls">Every call.</param>
/// <param name="Commits">The records of each partition, in the order of the commits.</param>
/// <param name="Challenges">The challenges in the stored sessions.</param>
/// <param name="Stored">The final stored sessions.</param>
internal sealed record History(
    IReadOnlyCollection<Call> Calls,
    IReadOnlyList<IReadOnlyList<AuditRecord>> Commits,
    IReadOnlyDictionary<Guid, Challenge> Challenges,
    IReadOnlyDictionary<SessionId, byte[]> Stored
)
{
    /// <exception cref="NotLinearizableException">No serial order explains the calls.</exception>
    public Replayed Check()
    {
        var records = Commits.SelectMany(partition => partition).ToList();
        var counts = records.Where(record => record.CommitNumber > 0 || record.Kind == AuditKind.Evaluation)
            .CountBy(record => record.DecisionId).ToDictionary();
        foreach (var call in Calls.Where(call => call.DecisionId is not null))
        {
            if (counts.GetValueOrDefault(call.DecisionId!.Value) != 1)
                throw new NotLinearizableException(
                    $"An answer is {counts.GetValueOrDefault(call.DecisionId.Value)} times in the audit: {call.Answer!.Body}"
                );
        }

        foreach (
            var twice in records
                .Where(record => record.Kind == AuditKind.Batch)
                .CountBy(record => (record.Session, record.Stream, record.Sequence))
                .Where(pair => pair.Value > 1)
        )
            throw new NotLinearizableException($"Scored twice: {twice.Key}");

        var replay = new SerialReplay(Calls, Challenges, Stored);
        var state = Replayed.Nothing;
        foreach (var partition in Commits) state = replay.Play(partition.ToArray(), state);
        foreach (var user in records.GroupBy(record => record.User)) CheckRealTime([.. user]);
        return state;
    }

    /// <summary>A call that was answered before another call of the user began comes before it.</summary>
    private void CheckRealTime(List<AuditRecord> commits)
    {
        // If a batch or report was sent more than once, it is unknown which call committed.
        var heard = Calls
            .GroupBy(Asked)
            .Where(sent => sent.Count() == 1)
            .Select(sent => sent.Single())
            .Where(call => call.DecisionId is not null)
            .ToDictionary(call => call.DecisionId!.Value);
        var latestStart = long.MinValue;
        foreach (var record in commits)
        {
            var call = record.Kind == AuditKind.Ban ? BanOf(record) : heard.GetValueOrDefault(record.DecisionId);
            if (call is null)
                continue;
            if (call.End < latestStart)
                throw new NotLinearizableException(
                    $"{record.Kind} {record.CommitNumber} of {record.Session} was answered before an earlier commit of the user was asked "
                        + $"for"
                );
            latestStart = Math.Max(latestStart, call.Start);
        }
    }

    private static (string, string, long) Asked(Call call) => call.Kind switch
    {
        CallKind.Batch => (call.Session, call.Stream, call.Sequence),
        CallKind.Report => (call.Session, (string)call.Body["challengeId"]!, 0),
        _ => (call.Session, "", call.Start),
    };

    private Call? BanOf(AuditRecord record) =>
        Calls.FirstOrDefault(call =>
            call.Kind == CallKind.Ban
            && call.User == record.User.Value
            && call.Heard
            && call.Answer!.Json!["since"]!.GetValue<DateTimeOffset>() == record.DecidedAt
        );
}

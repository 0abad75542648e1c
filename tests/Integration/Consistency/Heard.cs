using Sentinel.Application.Audit.Records;

namespace Sentinel.Integration.Tests;

/// <summary>
/// What a client may conclude from its answers without a replay: acknowledged calls are in the audit, and bans are obeyed.
/// </summary>
internal static class Heard
{
    /// <exception cref="NotLinearizableException">A conclusion is wrong.</exception>
    public static void Check(IReadOnlyCollection<Call> calls, IReadOnlyCollection<AuditRecord> records)
    {
        CheckKept(calls, records);
        foreach (var user in calls.GroupBy(call => call.User)) CheckObeyed([.. user]);
    }

    /// <summary>
    /// Openings and ends are in the audit once, bans and lifts as often as they were answered. The replay checks the rest by decision.
    /// </summary>
    private static void CheckKept(IReadOnlyCollection<Call> calls, IReadOnlyCollection<AuditRecord> records)
    {
        foreach (var call in calls.Where(call => call.Heard && call.Kind is (CallKind.Open or CallKind.End)))
        {
            var (kind, session) =
                call.Kind == CallKind.Open
                    ? (AuditKind.SessionOpened, call.Answer!.Text("sessionId"))
                    : (AuditKind.SessionEnded, call.Session);
            if (records.Count(record => record.Kind == kind && record.Session.Value == session) != 1)
                throw new NotLinearizableException($"{kind} of {session} was answered, and is not once in the audit");
        }

        foreach (var (asked, kind) in new[] { (CallKind.Ban, AuditKind.Ban), (CallKind.Lift, AuditKind.BanLifted) })
        foreach (var made in calls.Where(call => call.Kind == asked).GroupBy(call => call.User))
        {
            var kept = records.Count(record => record.Kind == kind && record.User.Value == made.Key);
            if (kept < made.Count(call => call.Heard) || kept > made.Count(call => call.Heard || call.MayHaveHappened))
                throw new NotLinearizableException(
                    $"{kind} of {made.Key} is {kept} times in the audit, and was answered {made.Count(call => call.Heard)} times"
                );
        }
    }

    /// <summary>
    /// A decision requested after a ban was answered and before a lift was requested is BLOCK, also from the answer ring.
    /// </summary>
    private static void CheckObeyed(IReadOnlyList<Call> calls)
    {
        var lifts = calls.Where(call => call.Kind == CallKind.Lift).ToList();
        foreach (var ban in calls.Where(call => call.Kind == CallKind.Ban && call.Heard))
        {
            // An unanswered lift may still take effect, long after its caller gave up.
            var lifted = lifts
                .Where(lift => lift.MayHaveHappened || lift.End >= ban.Start)
                .Select(lift => lift.Start)
                .DefaultIfEmpty(long.MaxValue)
                .Min();
            foreach (
                var call in calls.Where(call =>
                    call.Heard && call.Kind is (CallKind.Open or CallKind.Batch or CallKind.Evaluation or CallKind.Report)
                )
            )
            {
                if (call.Start > ban.End && call.End < lifted && call.Answer!.Decision != "BLOCK")
                    throw new NotLinearizableException($"{call.Kind} of {call.User} was answered {call.Answer.Decision} while a ban stood");
            }
        }
    }
}

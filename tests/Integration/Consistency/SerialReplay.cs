using System.Collections.Immutable;
using System.Text.Json;
using Sentinel.Api.Contracts;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Batches;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Integration.Tests;

/// <summary>A history that no serial order explains.</summary>
public sealed class NotLinearizableException(string message) : Exception(message);

/// <summary>The state of a replay: each session with its last commit id, each user, and the history of the user's carry-over.</summary>
internal sealed record Replayed(
    ImmutableDictionary<SessionId, (SessionState State, CommitId Commit)> Sessions,
    ImmutableDictionary<UserId, UserState> Users
)
{
    /// <summary>The replaced carry-overs of each user and what replaced them, latest first.</summary>
    public ImmutableDictionary<UserId, ImmutableStack<(double? Before, Guid By)>> Carried { get; private init; } =
        ImmutableDictionary<UserId, ImmutableStack<(double? Before, Guid By)>>.Empty;

    public Replayed With(AuditRecord record, SessionState session, UserState before, UserState after) => this with
    {
        Sessions = Sessions.SetItem(record.Session, (session, record.Commit)),
        Users = Users.SetItem(record.User, after),
        Carried = before.CarryOver == after.CarryOver ? Carried
            : Carried.SetItem(record.User, Carried.GetValueOrDefault(record.User, []).Push((before.CarryOver, record.DecisionId))),
    };

    public static readonly Replayed Nothing = new(
        ImmutableDictionary<SessionId, (SessionState, CommitId)>.Empty, ImmutableDictionary<UserId, UserState>.Empty);
}

/// <summary>
/// Replays the audit of a partition in commit order, with the handlers' pure functions and the clients' requests. Every record must follow
/// from the state that the earlier records leave.
/// </summary>
internal sealed class SerialReplay(
    IReadOnlyCollection<Call> calls,
    IReadOnlyDictionary<Guid, Challenge> stored,
    IReadOnlyDictionary<SessionId, byte[]> finals
)
{
    private static readonly Policy Policy = Policy.Default;

    private readonly ILookup<Guid, Call> _byDecision = calls
        .Where(call => call.DecisionId is not null)
        .ToLookup(call => call.DecisionId!.Value);
    private readonly ILookup<(string, string, long), Call> _batches = calls
        .Where(call => call.Kind == CallKind.Batch)
        .ToLookup(call => (call.Session, call.Stream, call.Sequence));

    /// <summary>Replays the remaining records of a partition from the given state.</summary>
    /// <exception cref="NotLinearizableException">No choice of possible batches explains the records; the message is about the last
    /// choice.</exception>
    public Replayed Play(ReadOnlySpan<AuditRecord> records, Replayed state)
    {
        for (var i = 0; i < records.Length; i++)
        {
            var choices = Choices(records[i], state);
            for (var choice = 0; choice < choices.Count - 1; choice++)
            {
                try
                {
                    return Play(records[(i + 1)..], choices[choice]);
                }
                catch (NotLinearizableException)
                {
                    // Another of the possible batches had this sequence.
                }
            }

            state = choices[^1];
        }

        return state;
    }

    private List<Replayed> Choices(AuditRecord record, Replayed state)
    {
        var user = state.Users.GetValueOrDefault(record.User, UserState.New);
        if (record.Kind is AuditKind.Ban or AuditKind.BanLifted)
        {
            var ban = record.Kind == AuditKind.Ban ? new Ban(record.DecidedAt, record.DecidedAt + Ban.ForGood) : (Ban?)null;
            return [state with { Users = state.Users.SetItem(record.User, (user with { Ban = ban }).Numbered(user, record.DecidedAt)) }];
        }

        if (record is { Kind: AuditKind.Evaluation, CommitNumber: 0 })
        {
            // Answered from a read; a commit may have followed before the record was appended. It changes nothing, and only a BLOCK may be
            // answered so.
            Expect(record.Decision == Decision.Block, record, "something else than a BLOCK was answered without a commit");
            foreach (var call in _byDecision[record.DecisionId]) ExpectAnswer(call, record);
            return [state];
        }

        var (session, commit) = state.Sessions.TryGetValue(record.Session, out var known) ? known : (null, CommitId.None);
        Expect(record.CommitNumber == (session?.CommitNumber ?? 0) + 1, record, "a commit is missing, or two have one number");
        Expect(record.PreviousCommit == commit, record, "it replaces another commit than the one before it: a fork");
        List<(SessionState Session, UserState User, Verdict Verdict)> nexts = record.Kind switch
        {
            AuditKind.SessionOpened => Open(record, user, state.Carried.GetValueOrDefault(record.User, [])),
            AuditKind.Batch => Score(record, session!, user),
            AuditKind.Evaluation => [Evaluate(record, session!, user)],
            AuditKind.Challenge => [Report(record, session!, user)],
            AuditKind.SessionEnded => [End(record, session!, user)],
            _ => throw new NotLinearizableException($"{record.Kind} is no commit"),
        };
        foreach (var next in nexts) Expect(Same(next.Verdict, record), record, "the states before it give another verdict");
        // Different contents can give the same verdict; the final state, known byte by byte, shows which it was.
        if (finals.TryGetValue(record.Session, out var final) && SessionCodec.StoredCommit(final) == record.Commit)
        {
            nexts.RemoveAll(next => !SessionCodec.Encode(next.Session, record.Commit).AsSpan().SequenceEqual(final));
            Expect(nexts.Count > 0, record, "another state is stored in the end");
        }

        foreach (var call in _byDecision[record.DecisionId]) ExpectAnswer(call, record);
        return [.. nexts.Select(next => state.With(record, next.Session, user, next.User.Numbered(user, record.DecidedAt)))];
    }

    /// <summary>No epoch protects the carry-over: an opening may have read any value it had during the call.</summary>
    private List<(SessionState, UserState, Verdict)> Open(
        AuditRecord record,
        UserState user,
        IEnumerable<(double? Before, Guid By)> carried
    )
    {
        var call = calls.Single(call =>
            call.Kind == CallKind.Open && call.Answer?.Json?["sessionId"]?.GetValue<string>() == record.Session.Value
        );
        var device = DeviceId.Of((string?)call.Body["deviceId"]);
        var stood = carried
            .TakeWhile(change => !_byDecision[change.By].Any(heard => heard.End < call.Start))
            .Select(change => change.Before)
            .Prepend(user.CarryOver);
        List<(SessionState, UserState, Verdict)> fitting = [];
        foreach (var opening in stood.Select(value => user with { CarryOver = value }).DistinctBy(opening => opening.StartingTrust(Policy)))
        {
            var (session, next) = SessionStart.Open(
                record.Tenant,
                record.User,
                record.Session,
                device,
                ClientOrigin.Unknown,
                null,
                opening,
                Policy,
                record.DecidedAt
            );
            next = next with { CarryOver = user.CarryOver };
            var verdict = Verdicts.Current(session, next, Sensitivity.Medium, Policy, record.DecidedAt);
            if (Same(verdict, record)) fitting.Add((session, next, verdict));
        }

        return fitting.Count > 0 ? fitting : throw Wrong(record, "no carry-over that stood during the call opens with this trust");
    }

    private List<(SessionState, UserState, Verdict)> Score(AuditRecord record, SessionState session, UserState user)
    {
        var sent = _batches[(record.Session.Value, record.Stream, record.Sequence)]
            .Where(call => call.DecisionId == record.DecisionId || call.MayHaveHappened)
            .Select(call => (Heard: call.DecisionId is not null, Json: call.Body.ToJsonString()))
            .ToList();
        List<string> tried = [];
        List<(SessionState, UserState, Verdict)> fitting = [];
        // An answered batch is known; if none was answered, each different content is possible.
        foreach (var json in (sent.Exists(call => call.Heard) ? sent.Where(call => call.Heard) : sent).Select(call => call.Json).Distinct())
        {
            var input = JsonSerializer.Deserialize(json, HotJson.Batch)!;
            var moment = DateTimeOffset.FromUnixTimeMilliseconds((long)input.SentAt);
            var result = Scorer.Score(session, user, input.ToBatch(record.Stream), Policy, moment);
            if (result is ScoreResult.Scored scored && Same(scored.Verdict, record))
                fitting.Add((scored.Session, scored.User, scored.Verdict));
            else
                tried.Add(result is ScoreResult.Scored other ? Describe(other.Verdict) : $"{result}");
        }

        return fitting.Count > 0
            ? fitting
            : throw Wrong(
                record,
                $"nobody sent a batch that gives this verdict now; {Describe(record)}, replayed: {string.Join(" | ", tried)}"
            );
    }

    private (SessionState, UserState, Verdict) Evaluate(AuditRecord record, SessionState session, UserState user)
    {
        var answered = _byDecision[record.DecisionId].FirstOrDefault()?.Answer?.Json?["challengeId"];
        var issued =
            answered is not null ? Guid.Parse((string)answered!)
            : stored.Values.FirstOrDefault(challenge => challenge.IssuedAt == record.DecidedAt) is { Id: var id } && id != default ? id
            : NamedNext(record, session);
        var (next, verdict, _) = StepUp.Evaluate(session, user, record.Sensitivity, ClientOrigin.Unknown, Policy, record.DecidedAt, issued);
        return (next, user, verdict);
    }

    /// <summary>The step-up of an unanswered evaluation: the next answered one names it while it is pending.</summary>
    private Guid NamedNext(AuditRecord record, SessionState session) =>
        calls
            .Where(call => call.Kind == CallKind.Evaluation && call.Session == record.Session.Value && call.DecisionId is not null)
            .Where(call =>
                string.CompareOrdinal(call.DecisionId.ToString(), record.DecisionId.ToString()) > 0
                && call.Answer!.Json!["challengeId"] is not null
            )
            .OrderBy(call => call.DecisionId.ToString(), StringComparer.Ordinal)
            .Select(call => Guid.Parse((string)call.Answer!.Json!["challengeId"]!))
            .FirstOrDefault(id => session.Challenges.All(challenge => challenge.Id != id), Guid.NewGuid());

    private (SessionState, UserState, Verdict) Report(AuditRecord record, SessionState session, UserState user)
    {
        var sent = calls
            .Where(call => call.Kind == CallKind.Report && call.Session == record.Session.Value)
            .Where(call => call.DecisionId == record.DecisionId || call.MayHaveHappened)
            .OrderByDescending(call => call.DecisionId == record.DecisionId);
        foreach (var call in sent)
        {
            var outcome = (string?)call.Body["outcome"] == "PASSED" ? ChallengeOutcome.Passed : ChallengeOutcome.Failed;
            if (
                StepUp.Report(session, user, Guid.Parse((string)call.Body["challengeId"]!), outcome, Policy, record.DecidedAt)
                is not ReportResult.Reported reported
            )
                continue;
            var verdict = Verdicts.Current(reported.Session, reported.User, Sensitivity.Medium, Policy, record.DecidedAt);
            if (Same(verdict, record)) return (reported.Session, reported.User, verdict);
        }

        throw Wrong(record, "nobody reported a step-up that gives this verdict now");
    }

    private (SessionState, UserState, Verdict) End(AuditRecord record, SessionState session, UserState user)
    {
        Expect(calls.Any(call => call.Kind == CallKind.End && call.Session == record.Session.Value), record, "nobody ended the session");
        var ended = session.End();
        return (ended, user, Verdicts.Current(ended, user, Sensitivity.Medium, Policy, record.DecidedAt));
    }

    /// <summary>The answer equals the record; a repeated answer may be stricter, never more permissive.</summary>
    private void ExpectAnswer(Call call, AuditRecord record)
    {
        // An opening's answer has no decision id; a repeated report is answered with the current state.
        if (call.Kind == CallKind.Open || (call.Kind == CallKind.Report && _byDecision[record.DecisionId].Count() > 1)) return;
        var answer = call.Answer!;
        Expect(
            record.Verdict.Scores is { } scores
                && Math.Abs(answer.Trust - scores.Trust) < 1e-9
                && Math.Abs(answer.Value("risk") - scores.Risk) < 1e-9,
            record,
            $"another trust or risk was answered: {answer.Body}"
        );
        Expect(
            answer.ReasonCodes.SequenceEqual(record.Verdict.Reasons.Select(reason => reason.Code.Name)),
            record,
            $"other reasons were answered: {answer.Body}"
        );
        Expect(
            Enum.Parse<Decision>(answer.Decision, ignoreCase: true) >= record.Decision,
            record,
            $"a more permissive decision was answered: {answer.Body}"
        );
    }

    private static bool Same(Verdict verdict, AuditRecord record) =>
        verdict.DecisionId == record.DecisionId
        && verdict.Decision == record.Decision
        && verdict.PolicyVersion == record.Verdict.PolicyVersion
        && record.Verdict.Scores is { } scores
        && verdict.Scores is { } own
        && own.Phase == scores.Phase
        && Math.Abs(own.Trust - scores.Trust) < 1e-9
        && Math.Abs(own.Risk - scores.Risk) < 1e-9
        && verdict.Reasons.AsSpan().SequenceEqual(record.Verdict.Reasons.AsSpan())
        && verdict.Evidence.AsSpan().SequenceEqual(record.Verdict.Evidence.AsSpan());

    private static string Describe(AuditRecord record) => $"recorded: {Describe(record.Verdict)}";

    private static string Describe(Verdict verdict) => $"{verdict.Decision} {verdict.Scores} {Names(verdict.Reasons)}";

    private static string Names(IEnumerable<Domain.Detection.Reason> reasons) =>
        string.Join(",", reasons.Select(reason => $"{reason.Code.Name} {reason.Weight}"));

    private static void Expect(bool holds, AuditRecord record, string otherwise)
    {
        if (!holds) throw Wrong(record, otherwise);
    }

    private static NotLinearizableException Wrong(AuditRecord record, string what) =>
        new(
            $"{record.Kind} {record.CommitNumber} of {record.Session} ({record.Stream} {record.Sequence}, {record.Decision} "
                + $"{record.Verdict.Scores?.Trust}): {what}"
        );
}

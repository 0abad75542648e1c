using System.Globalization;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Simulation;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;
using Sentinel.Replay;

namespace Sentinel.People;

/// <summary>
/// How far a simulation over recorded evidence can be trusted. Each recording is scored under the default policy, and other policies are
/// tried over what the audit would have of it. Then it is scored under the other policy too, which tells what it would have decided.
/// </summary>
internal static class PolicyTrials
{
    /// <summary>An action comes after so many batches: LOW, MEDIUM and HIGH in turn.</summary>
    private const int BatchesOfAnAction = 5;

    private static readonly UserId User = UserId.Parse("someone");
    private static readonly DeviceId Device = DeviceId.Of("d");

    private static readonly (string Name, Policy Policy)[] Candidates =
    [
        ("zero-trust", Policy.ZeroTrust),
        ("low-friction", Policy.LowFriction),
        ("medium 0.5", Policy.Default with { MediumThreshold = 0.5 }),
        ("medium 0.3", Policy.Default with { MediumThreshold = 0.3 }),
        ("high 0.75", Policy.Default with { HighThreshold = 0.75 }),
        ("block risk 0.75", Policy.Default with { BlockRisk = 0.75 }),
        ("block risk 0.95", Policy.Default with { BlockRisk = 0.95 }),
        ("without key_hold", Policy.Default with { Weights = DetectorWeights.Of([KeyValuePair.Create("physics.key_hold", 0.0)]) }),
        ("group cap 2.5", Policy.Default with { MaxBotLogOddsPerGroup = 2.5 }),
        ("blame 2 a window", Policy.Default with { MaxBlamePerWindow = 2 }),
    ];

    public static void Measure(IReadOnlyList<Recording> recordings)
    {
        Console.WriteLine(
            $"{"source",-26} {"policy",-18} {"sessions",8} {"decisions",10} {"recomputed",11} {"as scored",10} {"flips",8} "
                + $"{"simulated",10} {"of both",8}");
        foreach (var source in recordings.GroupBy(recording => recording.Source))
            Measure(source.Key, [.. source]);
        Measure("all", recordings);
    }

    /// <summary>
    /// "Recomputed": decisions that the recorded policy gives again. "As scored": simulated decisions that are those of the other policy.
    /// Flips: decisions that the other policy changes, those that the simulation changes, and those that both change alike.
    /// </summary>
    private static void Measure(string source, IReadOnlyList<Recording> recordings)
    {
        var recorded = recordings.AsParallel().AsOrdered().Select(recording => Play(recording, Policy.Default)).ToArray();
        foreach (var (name, policy) in Candidates)
        {
            var trials = recordings.AsParallel().AsOrdered().Select((recording, index) =>
                Trial.Of(recorded[index], Play(recording, policy), policy, recording.IsBot)).ToList();
            var sum = trials.Aggregate(default(Trial), (one, other) => one.Plus(other));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{source,-26} {name,-18} {recordings.Count,8} {sum.Decisions,10} {sum.Share(sum.Recomputed),9:F3} % "
                    + $"{sum.Share(sum.AsScored),8:F3} % {sum.Flips,8} {sum.Simulated,10} {sum.Both,8}"));
        }
    }

    private static List<RecordedDecision> Play(Recording recording, Policy policy)
    {
        List<RecordedDecision> rows = [];
        var opened = Sitting.Opened;
        var id = SessionId.Mint(Partition.Of(TenantId.Default, User), opened);
        var (session, user) = SessionStart.Open(
            TenantId.Default, User, id, Device, ClientOrigin.Unknown, null, UserState.New, policy, opened);
        rows.Add(RecordedDecision.Of(
            RecordedKind.Opening, Verdicts.Current(session, user, Sensitivity.Medium, policy, opened), opened));
        long sequence = 0;
        foreach (var cut in BatchCutter.Cuts(recording))
        {
            var now = DateTimeOffset.FromUnixTimeMilliseconds((long)(opened.ToUnixTimeMilliseconds() + cut.SentAt - recording.Start));
            var batch = DomainBatch.Of(cut, ++sequence, recording, opened);
            if (Scorer.Score(session, user, batch, policy, now) is not ScoreResult.Scored scored)
                throw new InvalidOperationException($"{recording.Source} {recording.Id}: batch {sequence} was not scored.");
            (session, user) = (scored.Session, scored.User);
            rows.Add(RecordedDecision.Of(RecordedKind.Batch, scored.Verdict, now));
            if (sequence % BatchesOfAnAction > 0)
                continue;
            var sensitivity = (Sensitivity)(sequence / BatchesOfAnAction % 3);
            (session, var verdict, var challenge) = StepUp.Evaluate(
                session, user, sensitivity, ClientOrigin.Unknown, policy, now, Guid.NewGuid());
            rows.Add(RecordedDecision.Of(RecordedKind.Evaluation, verdict, now) with { Sensitivity = sensitivity });
            // People pass their challenges, and bots fail them.
            var outcome = recording.IsBot ? ChallengeOutcome.Failed : ChallengeOutcome.Passed;
            if (challenge is { } asked && StepUp.Report(session, user, asked, outcome, policy, now) is ReportResult.Reported reported)
            {
                (session, user) = (reported.Session, reported.User);
                rows.Add(RecordedDecision.Of(
                    RecordedKind.Challenge, Verdicts.Current(session, user, Sensitivity.Medium, policy, now), now) with
                {
                    Outcome = outcome,
                });
            }
        }

        return rows;
    }

    /// <summary>Counts of decisions.</summary>
    private readonly record struct Trial(long Decisions, long Recomputed, long AsScored, long Flips, long Simulated, long Both)
    {
        public static Trial Of(List<RecordedDecision> recorded, List<RecordedDecision> scored, Policy policy, bool isBot)
        {
            var (sum, simulation) = (default(Trial), new SessionSimulation(policy));
            var truths = scored.Where(row => row.IsAnswer).Select(row => row.Decision).GetEnumerator();
            foreach (var row in recorded)
            {
                if (simulation.Take(row, Policy.Default) is not { } simulated)
                    continue;
                truths.MoveNext();
                var (truth, before) = (truths.Current, row.Decision);
                var after = isBot ? simulated.After.IfFailed : simulated.After.IfPassed;
                sum = sum.Plus(new(
                    1, Once(simulated.Recomputed == before), Once(after == truth), Once(truth != before), Once(after != before),
                    Once(truth != before && after == truth)));
            }

            return sum;
        }

        public Trial Plus(Trial other) => new(
            Decisions + other.Decisions, Recomputed + other.Recomputed, AsScored + other.AsScored, Flips + other.Flips,
            Simulated + other.Simulated, Both + other.Both);

        public double Share(long count) => 100.0 * count / Math.Max(1, Decisions);

        private static long Once(bool holds) => holds ? 1 : 0;
    }
}

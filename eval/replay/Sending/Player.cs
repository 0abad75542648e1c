using System.Net;

namespace Sentinel.Replay;

/// <summary>Plays one recording: a session for a new user, with one batch after the other as fast as they are answered.</summary>
/// <param name="client">The client of the server.</param>
/// <param name="run">Distinguishes this run's users from those of other runs.</param>
internal sealed class Player(SentinelClient client, string run)
{
    private const string Sdk = "replay/1.0";

    public async Task<SessionOutcome> Play(Recording recording, CancellationToken cancellation)
    {
        var outcome = SessionOutcome.Of(recording);
        outcome.BeganAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        try
        {
            await Play(recording, outcome, cancellation);
        }
        catch (RefusedException refused) when (refused.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new ReplayFailedException($"{refused.Message} Give the server's key with --key or SENTINEL_BOOTSTRAP_KEY.");
        }
        catch (RefusedException refused)
        {
            outcome.Error = refused.Message;
        }

        outcome.EndedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return outcome;
    }

    private async Task Play(Recording recording, SessionOutcome outcome, CancellationToken cancellation)
    {
        var user = $"replay-{recording.Source.Replace('/', '-')}-{recording.Id}-{run}";
        var opened = await client.Open(user, cancellation);
        (outcome.SessionId, outcome.Decision) = (opened.SessionId, opened.Decision);
        var shift = outcome.BeganAt - recording.Start;
        foreach (var cut in BatchCutter.Cuts(recording))
        {
            outcome.Batches++;
            var batch = Batch(recording, user, outcome.Batches, cut, shift);
            if (await client.Send(opened.SessionId, batch, cancellation) is { } answer) await Note(outcome, answer, cancellation);
        }

        outcome.Windows = await client.Windows(opened.SessionId, cancellation);
    }

    private async Task Note(SessionOutcome outcome, BatchAnswer answer, CancellationToken cancellation)
    {
        (outcome.Decision, outcome.Trust, outcome.Risk, outcome.Phase, outcome.Reasons) =
            (answer.Decision, answer.Trust, answer.Risk, answer.Phase, answer.Reasons);
        outcome.HighestRisk = Math.Max(outcome.HighestRisk ?? 0, answer.Risk ?? 0);
        if (answer.Decision == Decisions.Challenge) outcome.Challenges++;
        if (answer.Reasons?.Any(r => r.Code == "context.time_compression") == true) outcome.TimeCompressed++;
        if (answer.Decision != Decisions.Block || outcome.BatchesToBlock is not null) return;
        (outcome.BatchesToBlock, outcome.BlockReasons) = (outcome.Batches, answer.Reasons);
        outcome.WindowsToBlock = await client.Windows(outcome.SessionId!, cancellation);
    }

    private static BatchRequest Batch(Recording recording, string user, int sequence, Cut cut, double shift) => new(
        user, sequence, cut.SentAt + shift, recording.TimerResolution, Sdk,
        [.. cut.Keys.Select(k => new KeyEntry(k.Group, k.Down + shift, k.Up + shift, k.Field))],
        [.. cut.Pointer.Select(p => new PointerEntry(p.T + shift, p.X, p.Y, p.Type, recording.Kind))]);
}

using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>
/// If more input occurs than the page may keep, the oldest is lost. The batches declare how much, and the server counts the same.
/// </summary>
[Collection(OneBrowser.Name)]
public sealed class LossTests(BrowserParts parts) : BrowserTests(parts)
{
    /// <summary>Key strokes that the SDK keeps while a batch is being sent.</summary>
    private const int Kept = 500;

    [Fact]
    public async Task Offline_WhenMoreIsTypedThanIsKept_LosesTheOldestAndSaysHowMany()
    {
        var hand = await HandOn(Page);
        await Page.FocusAsync("#note");
        await hand.Play(Quick("ready", 60));
        await Flush(Page);
        await Context.SetOfflineAsync(true);
        // First keys of the left hand, then as many keys of the right hand as are kept, so that losses can be identified.
        await hand.Play(Quick(new string('a', 600) + new string('l', Kept), 4));
        Assert.Equal(5, Sent("LETTER_LEFT") + Sent("LETTER_RIGHT"));
        await Context.SetOfflineAsync(false);

        var lost = await AssertAllIsSentOrCounted();
        Assert.InRange(lost, 100, 600);
        Assert.Equal(Kept, Sent("LETTER_RIGHT") - "y".Length);
        Assert.Equal(600 - lost, Sent("LETTER_LEFT") - "read".Length);
    }

    [Fact]
    public async Task Offline_WhenMoreBatchesWaitThanAreKept_SaysWhatWasInThoseItGaveUp()
    {
        var hand = await HandOn(Page);
        await Page.FocusAsync("#note");
        await hand.Play(Quick("ready", 60));
        await Flush(Page);
        var before = Contents().Max(batch => batch.Sequence);
        await Context.SetOfflineAsync(true);
        for (var batch = 0; batch < 12; batch++)
        {
            await hand.Play(Quick("abc", 20));
            await Page.EvaluateAsync("void Sentinel.flush()");
        }

        await Context.SetOfflineAsync(false);
        await hand.Play(Quick("online", 20));

        // Eight batches wait. Of twelve (the page may have cut one more) the oldest are dropped, except the first, which is being retried.
        Assert.InRange(await AssertAllIsSentOrCounted(), 4 * 3, 5 * 3);
        var sequences = Contents().Select(batch => batch.Sequence).ToList();
        var missing = Enumerable.Range(1, (int)sequences.Max()).Select(sequence => (long)sequence).Except(sequences).ToList();
        Assert.InRange(missing.Count, 4, 5);
        Assert.Equal(Enumerable.Range(0, missing.Count).Select(i => before + 2 + i), missing);
    }

    /// <summary>
    /// Each typed character was sent once, or is counted as lost by the page, by the session and as a gap in the audit. Returns the number
    /// of lost characters.
    /// </summary>
    private async Task<long> AssertAllIsSentOrCounted()
    {
        var typed = (await Page.InputValueAsync("#note")).Length;
        await Probe.Until(
            () => Task.FromResult(Strokes() + Lost() == typed),
            $"{typed} key strokes are sent or counted",
            otherwise: () => Task.FromResult($"{Strokes()} are sent, {Lost()} counted")
        );
        await AssertScoredOnce();
        Assert.Equal((Lost(), typed), ((long)(await Session())["dropped"]!, Strokes() + Lost()));

        var batches = await Audited();
        var sequences = Contents().Select(batch => batch.Sequence).Order().ToList();
        Assert.Equal(sequences, batches.Select(row => row.Sequence).Order());
        // A gap is a declared loss, or a missing sequence before a batch.
        var gaps = Contents()
            .Where(batch => batch.Dropped > 0 || (batch.Sequence > 1 && !sequences.Contains(batch.Sequence - 1)))
            .Select(batch => batch.Sequence)
            .Order();
        Assert.Contains(Contents(), batch => batch.Dropped > 0);
        Assert.Equal(gaps, batches.Where(row => row.Reasons.Contains("context.gap")).Select(row => row.Sequence).Order());
        return Lost();
    }

    private async Task<IReadOnlyList<(long Sequence, List<string> Reasons)>> Audited()
    {
        List<(long, List<string>)> rows = [];
        await Probe.Until(
            async () =>
            {
                rows =
                [
                    .. (await Node.Client.AuditRows($"sessionId={Site.Session.Id}"))
                        .Where(row => (string)row["kind"]! == "BATCH")
                        .Select(row =>
                            ((long)row["sequence"]!, row["reasons"]!.AsArray().Select(reason => (string)reason!["code"]!).ToList())
                        ),
                ];
                return rows.Count >= Contents().Count;
            },
            "the audit has every batch");
        return rows;
    }

    private int Sent(string code) =>
        Contents().Where(batch => batch.Accepted).Sum(batch => batch.Of("keys").Count(stroke => (string)stroke["code"]! == code));

    private int Strokes() => Contents().Where(batch => batch.Accepted).Sum(batch => batch.Of("keys").Count());

    private long Lost() => Contents().Where(batch => batch.Accepted).Sum(batch => batch.Dropped);

    /// <summary>One key per <c>pace</c> ms, each released before the next.</summary>
    private static IEnumerable<Gesture> Quick(string text, double pace) => text.Select(Keyboard.OfCharacter).SelectMany((key, i) => new[]
    {
        Gesture.Key(i * pace, true, key),
        Gesture.Key((i + 0.5) * pace, false, key),
    });
}

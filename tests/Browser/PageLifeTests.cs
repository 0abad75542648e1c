using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>Networks, tabs and servers fail and return: nothing is scored twice, and losses are counted.</summary>
[Collection(OneBrowser.Name)]
public sealed class PageLifeTests(BrowserParts parts) : BrowserTests(parts)
{
    [Fact]
    public async Task Offline_WhenForTwentySeconds_LosesNothing()
    {
        var hand = await HandOn(Page);
        await Page.FocusAsync("#note");
        await hand.Play(Scores.Generated("before", 1));
        await Flush(Page);
        var before = Keys();
        await Context.SetOfflineAsync(true);
        await hand.Play(
            Scores
                .Generated(string.Concat(Enumerable.Repeat("the quick brown fox jumps over ", 4)), 2)
                .TakeWhile(gesture => gesture.At < 20_000)
        );
        Assert.Equal(before, Keys());
        await Context.SetOfflineAsync(false);
        var typed = (await Page.InputValueAsync("#note")).Length;
        Assert.True(typed > 80, $"only {typed} characters were typed");
        await Sent(() => Keys() == typed, "every key stroke has arrived");
        Assert.All(Contents(), batch => Assert.Equal(0, batch.Dropped));
        await AssertScoredOnce();
    }

    [Fact]
    public async Task Script_WhenTheTagIsThereTwice_SendsEverythingOnceAndTellsDecisions()
    {
        await Page.EvaluateAsync("""
            () => new Promise(resolve => {
              const [tag, again] = [document.querySelector('script'), document.createElement('script')];
              Object.assign(again.dataset, tag.dataset);
              again.onload = resolve;
              again.src = tag.src;
              document.head.append(again);
            })
            """);
        await Page.EvaluateAsync("() => { window.heard = []; Sentinel.onDecision(answer => heard.push(answer.decision)); }");
        var hand = await HandOn(Page);
        await Page.FocusAsync("#note");
        await hand.Play(Scores.Generated("twice", 1));
        await Flush(Page);
        Assert.Equal(5, Keys());
        Assert.Contains("ALLOW", await Page.EvaluateAsync<string[]>("heard"));
        await AssertScoredOnce();
    }

    [Fact]
    public async Task Tab_WhenClosedInTheMiddle_HasSentWhatItHad()
    {
        var hand = await HandOn(Page);
        await Page.FocusAsync("#note");
        await hand.Play(Scores.Generated("closing", 1));
        await Page.CloseAsync(new() { RunBeforeUnload = true });
        await Sent(() => Keys() == 7, "the last key strokes have arrived");
        await AssertScoredOnce();
    }

    [Fact]
    public async Task Page_WhenLeftForAnother_HasSentWhatItHad()
    {
        var hand = await HandOn(Page);
        await Page.FocusAsync("#note");
        await hand.Play(Scores.Generated("leaving", 1));
        await Page.GotoAsync($"{Site.Address}/elsewhere");
        await Sent(() => Keys() == 7, "the last key strokes have arrived");
        await AssertScoredOnce();
    }

    [Fact]
    public async Task Page_WhenItComesBackFromTheBackForwardCache_IsAnotherStream()
    {
        await Page.EvaluateAsync("addEventListener('pageshow', (event) => { window.kept = event.persisted; })");
        var hand = await HandOn(Page);
        await Page.FocusAsync("#note");
        await hand.Play(Scores.Generated("one", 1));
        await Page.EvaluateAsync("location.href = '/elsewhere'");
        await At("/elsewhere");
        await Page.EvaluateAsync("history.back()");
        await At("/login");
        Assert.True(await Page.EvaluateAsync<bool>("window.kept"), "Chromium did not keep the page");
        await Page.FocusAsync("#note");
        await (await HandOn(Page)).Play(Scores.Generated("two", 2));
        await Flush(Page);
        await Sent(() => Keys() == 6, "all key strokes have arrived");
        Assert.Equal(2, Contents().Where(batch => batch.Of("keys").Any()).Select(batch => batch.Stream).Distinct().Count());
        await AssertScoredOnce();
    }

    [Fact]
    public async Task Tabs_WhenTwoAreUsed_AreTwoStreamsOfOneSession()
    {
        var other = await Open();
        foreach (var (tab, seed) in new[] { (Page, 1), (other, 2), (Page, 3), (other, 4) })
        {
            await tab.BringToFrontAsync();
            await tab.FocusAsync("#note");
            await (await HandOn(tab)).Play(Scores.Generated("typing here", seed));
            await Flush(tab);
        }

        Assert.Equal(44, Keys());
        var streams = Contents().Where(batch => batch.Of("keys").Any()).GroupBy(batch => batch.Stream).ToList();
        Assert.Equal([22, 22], streams.Select(stream => stream.Sum(batch => batch.Of("keys").Count())));
        await AssertScoredOnce();
    }

    /// <summary>
    /// Asks the page for its path. Playwright waits for a load event, which a page from the cache does not fire, and which may already have
    /// passed.
    /// </summary>
    private Task At(string path) =>
        Probe.Until(
            async () => await Page.EvaluateAsync<string>("location.pathname").WaitAsync(TimeSpan.FromSeconds(2)) == path,
            $"the page is at {path}"
        );

    private int Keys() => Contents().Where(batch => batch.Accepted || Site.Batches.Any(other => other.Accepted && other.Body == batch.Body))
        .Sum(batch => batch.Of("keys").Count());
}

/// <summary>The server stops and returns.</summary>
[Collection(OneBrowser.Name)]
public sealed class ServerLifeTests(BrowserParts parts) : BrowserTests(parts)
{
    private SentinelNode? _node;

    protected override SentinelNode Node => _node!;

    public override async Task InitializeAsync()
    {
        _node = await SentinelNode.Started(new NodeSettings());
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _node!.DisposeAsync();
    }

    [Fact]
    public async Task Server_WhenKilledAndStartedAgain_GetsEverythingOnce()
    {
        var hand = await HandOn(Page);
        await Page.FocusAsync("#note");
        await hand.Play(Scores.Generated("before it is killed", 1));
        Node.Kill();
        await hand.Play(Scores.Generated("while it is away", 2));
        await Sent(() => Site.Batches.Any(batch => batch.Status == 502), "the page has noticed");
        await Node.Start();
        await hand.Play(Scores.Generated("after it is back", 3));
        var typed = (await Page.InputValueAsync("#note")).Length;
        await Sent(() => Accepted().Sum(batch => batch.Of("keys").Count()) == typed, "every key stroke has been taken");
        Assert.All(Contents(), batch => Assert.Equal(0, batch.Dropped));
        await AssertScoredOnce();
    }

    private IEnumerable<Exchange> Accepted() =>
        Site.Batches.Where(batch => batch.Accepted).DistinctBy(batch => (batch.Stream, batch.Sequence));
}

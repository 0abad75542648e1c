using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Sentinel.Browser.Tests;

/// <summary>
/// A person logs in and transfers money. All times and movements are recorded from a person; the fields lie where that person clicked.
/// </summary>
[Collection(OneBrowser.Name)]
public sealed class PersonTests(BrowserParts parts, ITestOutputHelper output) : BrowserTests(parts)
{
    private static readonly string[] Fields = ["user", "password", "note", "amount", "send"];

    protected override BrowserNewContextOptions Options => new() { ViewportSize = new() { Width = 1920, Height = 1080 } };

    [FactWithRecordings]
    public async Task LogInAndTransfer_WhenAPersonDoesIt_EndsInAllowAfterAccumulation()
    {
        Assert.Equal("CHALLENGE", await AtHighSensitivity());
        var hand = await HandOn(Page);
        var clicks = Recordings.Clicks(Fields.Length, (1920, 1080));
        for (var i = 0; i < Fields.Length; i++) await Place(Fields[i], clicks[i]);

        await hand.Play(clicks[0].Way);
        await hand.Play(Recordings.Practised("anna.smith", 399));
        await hand.Play(clicks[1].Way);
        await hand.Play(Recordings.Practised(".tie5Roanl\n", 398));
        await hand.Play(clicks[2].Way);
        await hand.Play(Recordings.Sentence());
        await hand.Play(clicks[3].Way);
        await hand.Play(clicks[4].Way);
        await Flush(Page);

        var session = await Session();
        output.WriteLine(session.ToJsonString());
        Assert.Equal(
            ("sent", "anna.smith", ".tie5Roanl"),
            (await Page.TitleAsync(), await Page.InputValueAsync("#user"), await Page.InputValueAsync("#password"))
        );
        Assert.Equal(("ALLOW", "TRUSTED"), ((string)session["decision"]!, (string)session["phase"]!));
        // A person acts; a challenge, passed once on the device, says who.
        var high = (await Node.Client.Evaluate(Site.Session.Id)).Expect(200);
        Assert.Equal(("CHALLENGE", "context.identity_unproven"), (high.Decision, (string)high.Json!["reasons"]!.AsArray()[^1]!["code"]!));
        (await Node.Client.Report(Site.Session.Id, high.Text("challengeId"), "PASSED")).Expect(200);
        Assert.Equal("ALLOW", await AtHighSensitivity());
        await AssertScoredOnce();
    }

    private async Task Place(string field, Recordings.Click click) =>
        await Page.EvaluateAsync(
            "([field, x, y]) => { document.getElementById(field).style.cssText = `position: fixed; left: ${x - 35}px; top: ${y - 15}px; "
                + "width: 70px; height: 30px; box-sizing: border-box` }",
            new object[] { field, click.X, click.Y }
        );
}

using Sentinel.Browser.Tests.Hands;
using Sentinel.Browser.Tests.Host;
using Xunit.Abstractions;

namespace Sentinel.Browser.Tests;

/// <summary>A person who logs in and transfers money.</summary>
[Collection(OneBrowser.Name)]
public sealed class PersonTests(BrowserParts parts, ITestOutputHelper output) : BrowserTests(parts)
{
    public static TheoryData<string> Typists => new(Scores.Typist);

    [Theory]
    [MemberData(nameof(Typists))]
    public async Task LogInAndTransfer_WhenAPersonDoesIt_EndsInAllowAfterAccumulation(string typist)
    {
        Assert.Equal("CHALLENGE", await AtHighSensitivity());
        var hand = await HandOn(Page);
        var typing = Scores.Typing(1);
        output.WriteLine($"typing: {typist}, {typing.Count / 2} key strokes");

        await hand.Play(Scores.Pointing([await Middle("#user")], 1));
        await hand.Play(Scores.Generated("anna.smith", 2));
        await hand.Play(Scores.Pointing([await Middle("#password")], 3));
        await hand.Play(Scores.Generated("correct horse", 4));
        await hand.Play(Scores.Pointing([await Middle("#note")], 5));
        await hand.Play(typing);
        await hand.Play(Scores.Pointing([await Middle("#amount"), await Middle("#note"), await Middle("#send")], 6));
        await Flush(Page);

        var session = await Session();
        output.WriteLine(session.ToJsonString());
        Assert.Equal("sent", await Page.TitleAsync());
        Assert.Equal(("ALLOW", "TRUSTED"), ((string)session["decision"]!, (string)session["phase"]!));
        Assert.Equal("ALLOW", await AtHighSensitivity());
        await AssertScoredOnce();
    }

    private async Task<(double X, double Y)> Middle(string selector)
    {
        var box = (await Page.Locator(selector).BoundingBoxAsync())!;
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }
}

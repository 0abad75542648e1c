namespace Sentinel.Browser.Tests;

/// <summary>What leaves the page.</summary>
[Collection(OneBrowser.Name)]
public sealed class TrafficTests(BrowserParts parts) : BrowserTests(parts)
{
    private const string Text = "troubador zebra 8417";

    [Fact]
    public async Task Traffic_WhenTextIsTyped_HoldsNoneOfItAsCharactersOrAsOrderedKeys()
    {
        List<string> addresses = [];
        Context.Request += (_, request) => addresses.Add(request.Url);
        var hand = await HandOn(Page);
        foreach (var field in new[] { "#user", "#password", "#amount", "#note" })
        {
            await Page.FocusAsync(field);
            await hand.Play(Scores.Generated(Text, 1));
            Assert.Equal(Text, await Page.InputValueAsync(field));
        }

        await Flush(Page);
        var strokes = Contents().SelectMany(batch => batch.Of("keys")).ToList();
        Assert.Equal(4 * Text.Length, strokes.Count);
        Assert.Equal(
            ["DIGIT", "LETTER_LEFT", "LETTER_RIGHT", "MASKED", "SPACE"],
            strokes.Select(stroke => (string)stroke["code"]!).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.Equal(Text.Length, strokes.Count(stroke => (string)stroke["code"]! == "MASKED" && (string?)stroke["field"] == "password"));
        foreach (var batch in Site.Batches)
        {
            // Times are digits too, so any word of digits may occur in them by chance.
            var keys = string.Join(
                '\n',
                batch
                    .Of("keys")
                    .SelectMany(stroke => stroke)
                    .Where(member => member.Key is not ("down" or "up"))
                    .Select(member => $"{member.Key} {member.Value}")
            );
            foreach (var word in Text.Split(' '))
                Assert.DoesNotContain(word, keys, StringComparison.OrdinalIgnoreCase);
            foreach (var word in new[] { "troubador", "zebra" })
                Assert.DoesNotContain(word, batch.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("\"(Key[A-Z]|Digit[0-9]|Space)\"", batch.Body);
            // Members may have names of one letter.
            Assert.DoesNotMatch("\"[A-Za-z0-9 ]\"(?!:)", batch.Body);
        }

        // The page sent requests only to Sentinel's batches, under the site's address.
        Assert.All(addresses, address => Assert.Equal($"{Site.Address}/api/v1/sessions/{Site.Session.Id}/batches", address));
    }
}

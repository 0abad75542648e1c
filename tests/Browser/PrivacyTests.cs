namespace Sentinel.Browser.Tests;

/// <summary>
/// Only times leave the page, also if a browser hides details from the SDK or the site declares what the SDK does not know.
/// </summary>
[Collection(OneBrowser.Name)]
public sealed class PrivacyTests(BrowserParts parts) : BrowserTests(parts)
{
    [Theory]
    [InlineData("plain", "<input id=field>", "LETTER_RIGHT")]
    [InlineData("rich", "<div id=field contenteditable>", "LETTER_RIGHT")]
    [InlineData("open", "<x-field id=host>", "LETTER_RIGHT")]
    [InlineData("closed", "<div data-sentinel=codes><x-field id=host></x-field></div>", "MASKED")]
    [InlineData("revealed", "<input id=field type=password>", "MASKED")]
    [InlineData("capitals", "<input id=field data-sentinel=MASK>", "MASKED")]
    [InlineData("unknown", "<input id=field data-sentinel=private>", null)]
    public async Task Keys_WhereTheyAreTyped_TellNoMoreThanTheyMay(string kind, string html, string? code)
    {
        await Page.EvaluateAsync("""
            async ([kind, html]) => {
              document.querySelector('form').insertAdjacentHTML('afterbegin', html);
              const host = document.getElementById('host');
              const field = host
                ? host.attachShadow({ mode: kind }).appendChild(document.createElement('input'))
                : document.getElementById('field');
              if (kind === 'revealed') field.type = 'text';
              await new Promise((resolve) => setTimeout(resolve));
              field.focus();
            }
            """, new[] { kind, html });
        for (var i = 0; i < 3; i++)
        {
            await Page.Keyboard.PressAsync("l", new() { Delay = 80 });
            await Task.Delay(90);
        }

        await Flush(Page);
        await Page.FocusAsync("#note");
        await Page.Keyboard.PressAsync("1", new() { Delay = 80 });
        await Flush(Page);
        var codes = Contents().SelectMany(batch => batch.Of("keys")).Select(stroke => (string)stroke["code"]!);
        Assert.Equal(code is null ? ["DIGIT"] : [code, code, code, "DIGIT"], codes);
    }
}

using Microsoft.Playwright;
using Sentinel.Integration.Tests;

namespace Sentinel.Browser.Tests;

/// <summary>
/// Pictures of the pages on a desktop and a phone, in <c>artifacts/console</c>. Those in <c>docs/images</c> were chosen from them.
/// </summary>
[Collection(ConsoleParts.Name)]
[Trait("Category", "Long")]
public sealed class ConsolePictures(ConsoleParts parts)
{
    [Theory]
    [InlineData("desktop", 1280, ColorScheme.Light)]
    [InlineData("phone", 390, ColorScheme.Dark)]
    public async Task EachPage_WhenPictured_ShowsItsHeading(string device, int width, ColorScheme scheme)
    {
        var folder = Directory.CreateDirectory(Path.Combine(SourceTree.Root, "artifacts", "console"));
        await using var visit = await ConsoleVisit.Of(parts, parts.Node.Settings.AdminKey, new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
        });
        (string Name, string Path, string Heading)[] pages =
        [
            ("now", "?range=15m", "Now"), ("sessions", "sessions", "Sessions"), ("session", $"sessions/{parts.Blocked.Id}", "Session"),
            ("person", $"sessions?user={ConsoleParts.Known}", "Sessions"), ("users", "users", "Users"),
            ("user", $"users/{ConsoleParts.Known}", "User"), ("review", "review", "Review"), ("detectors", "detectors", "Detectors"),
            ("detector", "detectors/pattern.metronomic_cadence", "Detector"), ("audit", "audit", "Audit"), ("keys", "keys", "Keys"),
        ];
        foreach (var (name, path, heading) in pages)
        {
            await visit.Open(path);
            await Assertions.Expect(visit.Page.Locator("h1")).ToContainTextAsync(heading);
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder.FullName, $"{name}-{device}.png") });
        }
    }
}

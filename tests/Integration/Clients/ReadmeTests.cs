using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sentinel.Integration.Tests;

/// <summary>The code in the .NET client's README works.</summary>
[Collection(EmbeddedNode.Name)]
public sealed partial class ReadmeTests(EmbeddedParts parts)
{
    [Fact]
    public void Code_IsWhatIsCompiledHere()
    {
        var compiled = Lines(Source("tests/Integration/Clients/ReadmeSite.cs"));
        var blocks = Block()
            .Matches(Source("clients/dotnet/Sentinel.Client/README.md"))
            .Select(block => Lines(block.Groups[1].Value))
            .ToList();
        Assert.True(blocks.Count >= 3, $"{blocks.Count} blocks of code");
        Assert.All(blocks.SelectMany(block => block), line => Assert.Contains(line, compiled));
    }

    [Fact]
    public async Task LogIn_WhenSentinelIsThere_OpensASession()
    {
        var answer = await LoggedIn(parts.Node.Address, parts.Node.Settings.AdminKey);
        Assert.Equal((string)answer["sdk"]!["sessionId"]!, (string)answer["claims"]!["sentinel-session"]!);
        Assert.NotEmpty((string)answer["sdk"]!["token"]!);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData(null)]
    public async Task LogIn_WhenSentinelIsAwayOrRefusesTheKey_LetsTheUserInWithoutASession(string? away)
    {
        var answer = await LoggedIn(away is null ? parts.Node.Address : new(away), "not-a-key");
        Assert.Null(answer["sdk"]);
        Assert.Empty(answer["claims"]!.AsObject());
    }

    private static async Task<JsonObject> LoggedIn(Uri sentinel, string key)
    {
        await using var site = await ReadmeSite.Started(sentinel, key);
        using var http = new HttpClient { BaseAddress = new(site.Urls.First()) };
        using var response = await http.PostAsJsonAsync("/login", new { name = $"u-{Guid.NewGuid():N}", deviceId = "laptop" });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.PostAsync(new Uri("/transfer", UriKind.Relative), null)).StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static List<string> Lines(string code) => [.. code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static string Source(string path) => File.ReadAllText(Path.Combine(SourceTree.Root, path));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}

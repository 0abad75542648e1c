using System.IO.Compression;
using System.Net.Http.Headers;

namespace Sentinel.Integration.Tests;

/// <summary>The browser SDK as sites load it from a node.</summary>
[Collection(EmbeddedNode.Name)]
public sealed class SdkScriptTests(EmbeddedParts parts) : ApiTests(parts)
{
    private const string Script = "/sdk/sentinel.js";

    [Fact]
    public async Task Script_WhenLoaded_IsWhatTheClientsBuilt()
    {
        using var response = await Load();
        Assert.Equal(
            ("text/javascript", "utf-8"),
            (response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentType?.CharSet)
        );
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(TimeSpan.FromHours(1), response.Headers.CacheControl?.MaxAge);
        Assert.Equal(await File.ReadAllBytesAsync(Built()), await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("br"), InlineData("gzip")]
    public async Task Script_WhenTheBrowserUnpacks_IsSmall(string encoding)
    {
        using var response = await Load(request => request.Headers.AcceptEncoding.Add(new(encoding)));
        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        var packed = await response.Content.ReadAsByteArrayAsync();
        Assert.InRange(packed.Length, 1, 7_168);
        using var input = new MemoryStream(packed);
        using Stream unpacking =
            encoding == "br" ? new BrotliStream(input, CompressionMode.Decompress) : new GZipStream(input, CompressionMode.Decompress);
        using var script = new MemoryStream();
        await unpacking.CopyToAsync(script);
        Assert.Equal(await File.ReadAllBytesAsync(Built()), script.ToArray());
    }

    [Fact]
    public async Task Script_WhenTheBrowserHasIt_IsNotSentAgain()
    {
        using var first = await Load();
        var tag = first.Headers.ETag!;
        using var again = await Load(request => request.Headers.IfNoneMatch.Add(tag));
        Assert.Equal((304, 0), ((int)again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));
        using var other = await Load(request =>
        {
            request.Headers.IfNoneMatch.Add(tag);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        });
        Assert.Equal(200, (int)other.StatusCode);
    }

    private async Task<HttpResponseMessage> Load(Action<HttpRequestMessage>? prepare = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Node.Address, Script));
        prepare?.Invoke(request);
        return await http.SendAsync(request);
    }

    private static string Built() => Path.Combine(SourceTree.Root, "clients", "sdk", "dist", "sentinel.js");
}

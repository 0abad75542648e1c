using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Sentinel.Api.Hosting;

/// <summary><c>GET /sdk/sentinel.js</c>: the browser SDK as <c>clients/sdk</c> builds it, compressed once.</summary>
internal static class SdkScript
{
    private static readonly byte[] Plain = Read();

    private static readonly (string Encoding, byte[] Content, EntityTagHeaderValue Tag)[] Forms =
    [
        Form("br", Compressed(output => new BrotliStream(output, CompressionLevel.SmallestSize))),
        Form("gzip", Compressed(output => new GZipStream(output, CompressionLevel.SmallestSize))),
        Form("", Plain),
    ];

    public static void MapSdk(this IEndpointRouteBuilder app) =>
        app.MapMethods("/sdk/sentinel.js", ["GET", "HEAD"], Serve).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Cached for an hour, then revalidated by its tag. Sites of any origin may load it, also with integrity checks.</summary>
    private static IResult Serve(HttpContext context)
    {
        var accepted = context.Request.GetTypedHeaders().AcceptEncoding;
        var (encoding, content, tag) = Array.Find(Forms, form => form.Encoding.Length == 0
            || accepted.Any(one => one.Value.Equals(form.Encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0));
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=3600";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (encoding.Length > 0)
            headers.ContentEncoding = encoding;
        return Results.Bytes(content, "text/javascript; charset=utf-8", entityTag: tag);
    }

    private static (string Encoding, byte[] Content, EntityTagHeaderValue Tag) Form(string encoding, byte[] content) =>
        (encoding, content, new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\""));

    private static byte[] Compressed(Func<Stream, Stream> compressor)
    {
        using var output = new MemoryStream();
        using (var compressing = compressor(output))
            compressing.Write(Plain);
        return output.ToArray();
    }

    private static byte[] Read()
    {
        using var resource = typeof(SdkScript).Assembly.GetManifestResourceStream("sentinel.js")!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}

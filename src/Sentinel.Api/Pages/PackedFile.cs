using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Sentinel.Api.Pages;

/// <summary>
/// A file that is built into the server, compressed when it is first asked for, with a tag by which a browser asks whether it has changed.
/// </summary>
internal sealed class PackedFile
{
    private readonly (string Encoding, Lazy<(byte[] Content, EntityTagHeaderValue Tag)> Packed)[] _forms;
    private readonly string _type;

    private PackedFile(byte[] plain, string type)
    {
        _type = type;
        _forms =
        [
            ("br", new(() => Tagged(Compressed(plain, output => new BrotliStream(output, CompressionLevel.SmallestSize))))),
            ("gzip", new(() => Tagged(Compressed(plain, output => new GZipStream(output, CompressionLevel.SmallestSize))))),
            ("", new(() => Tagged(plain))),
        ];
    }

    /// <param name="name">The resource's name; its ending tells the type.</param>
    public static PackedFile Of(string name)
    {
        using var resource = typeof(PackedFile).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return new(bytes.ToArray(), Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new NotSupportedException($"No type is known for {other} files."),
        });
    }

    /// <summary>Answers in the best encoding that the browser accepts.</summary>
    public IResult Serve(HttpContext context, string cacheControl)
    {
        var accepted = context.Request.GetTypedHeaders().AcceptEncoding;
        var (encoding, packed) = Array.Find(_forms, form => form.Encoding.Length == 0
            || accepted.Any(one => one.Value.Equals(form.Encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0));
        var headers = context.Response.Headers;
        headers.CacheControl = cacheControl;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (encoding.Length > 0)
            headers.ContentEncoding = encoding;
        return Results.Bytes(packed.Value.Content, _type, entityTag: packed.Value.Tag);
    }

    private static (byte[] Content, EntityTagHeaderValue Tag) Tagged(byte[] content) =>
        (content, new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\""));

    private static byte[] Compressed(byte[] plain, Func<Stream, Stream> compressor)
    {
        using var output = new MemoryStream();
        using (var compressing = compressor(output))
            compressing.Write(plain);
        return output.ToArray();
    }
}

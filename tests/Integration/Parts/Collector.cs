using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sentinel.Integration.Tests;

/// <summary>A collector of OpenTelemetry: receives OTLP in protobuf over HTTP, and reads what tests look at.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _bodies = new();

    private Collector(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/traces", context => Take(context, body => Read(body, Spans)));
        app.MapPost("/v1/logs", context => Take(context, body => Read(body, Logs)));
        app.MapPost("/v1/metrics", context => Take(context, body => Metrics.Enqueue(Encoding.UTF8.GetString(body))));
    }

    public string Address => _app.Urls.First();

    /// <summary>Field 5 of a span is its name.</summary>
    public ConcurrentQueue<Item> Spans { get; } = new();

    /// <summary>Field 5 of a log record is its body.</summary>
    public ConcurrentQueue<Item> Logs { get; } = new();

    /// <summary>Bodies as text, which have the metrics' names.</summary>
    public ConcurrentQueue<string> Metrics { get; } = new();

    public static async Task<Collector> Started()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Collector collector = new(builder.Build());
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Whether this text was received anywhere.</summary>
    public bool Holds(string text) => _bodies.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext context, Action<byte[]> read)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        _bodies.Enqueue(body.ToArray());
        read(body.ToArray());
    }

    /// <summary>A resource's attributes are in field 1, its scopes in 2; a scope's spans or log records are in 2.</summary>
    private static void Read(byte[] body, ConcurrentQueue<Item> into)
    {
        foreach (var (_, owner) in Fields(body).Where(field => field.Number == 1))
        {
            var resource = Fields(owner).Where(field => field.Number == 1).SelectMany(field => Attributes(field.Value, 1));
            foreach (var (_, scope) in Fields(owner).Where(field => field.Number == 2))
            {
                foreach (var (_, item) in Fields(scope).Where(field => field.Number == 2))
                    into.Enqueue(Item.Of(item, resource.ToDictionary()));
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Attributes(ReadOnlyMemory<byte> message, int number) =>
        from field in Fields(message)
        where field.Number == number
        let pair = Fields(field.Value)
        select KeyValuePair.Create(Text(pair.First(part => part.Number == 1).Value), AnyText(pair.First(part => part.Number == 2).Value));

    private static string AnyText(ReadOnlyMemory<byte> any) =>
        Fields(any).Where(field => field.Number == 1).Select(field => Text(field.Value)).FirstOrDefault("");

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>The fields with a length; others are skipped.</summary>
    private static List<(int Number, ReadOnlyMemory<byte> Value)> Fields(ReadOnlyMemory<byte> message)
    {
        List<(int, ReadOnlyMemory<byte>)> found = [];
        var at = 0;
        while (at < message.Length)
        {
            var tag = (int)Varint();
            switch (tag & 7)
            {
                case 0: Varint(); break;
                case 1: at += 8; break;
                case 5: at += 4; break;
                default:
                    var length = (int)Varint();
                    found.Add((tag >> 3, message.Slice(at, length)));
                    at += length;
                    break;
            }
        }

        return found;

        ulong Varint()
        {
            var (value, shift) = (0UL, 0);
            for (byte part = 0x80; (part & 0x80) != 0; shift += 7)
            {
                part = message.Span[at];
                at++;
                value |= (ulong)(part & 0x7F) << shift;
            }

            return value;
        }
    }

    /// <summary>A span or a log record.</summary>
    /// <param name="Name">The span's name, or the log record's text.</param>
    /// <param name="Trace">The trace's id, in hexadecimal.</param>
    /// <param name="Attributes">Its own attributes that are text.</param>
    /// <param name="Resource">Those of what sent it.</param>
    public sealed record Item(
        string Name, string Trace, IReadOnlyDictionary<string, string> Attributes, IReadOnlyDictionary<string, string> Resource)
    {
        internal static Item Of(ReadOnlyMemory<byte> message, Dictionary<string, string> resource)
        {
            var isLog = Fields(message).Any(field => field.Number == 6);
            var named = Fields(message).First(field => field.Number == 5).Value;
            return new(
                isLog ? AnyText(named) : Text(named),
                Convert.ToHexStringLower(Fields(message).Where(field => field.Number == (isLog ? 9 : 1)).Select(field => field.Value)
                    .FirstOrDefault().Span),
                Collector.Attributes(message, isLog ? 6 : 9).ToDictionary(),
                resource);
        }
    }
}

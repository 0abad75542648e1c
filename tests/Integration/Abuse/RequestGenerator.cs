using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>Credentials by kind.</summary>
internal sealed record Keyring(string Admin, IReadOnlyList<string> Others, string Foreign, string Stranger, string Revoked)
{
    public IEnumerable<string> All => [Admin, .. Others, Foreign, Stranger, Revoked];
}

/// <summary>
/// Requests for every call of the contract, most of them with a fault. An index always gives the same request, except for ids that the node
/// assigns. Requests that cannot be valid go to targets that must stay unchanged; others have separate targets.
/// </summary>
internal sealed class RequestGenerator(
    int seed,
    ApiContract contract,
    Keyring keys,
    IReadOnlyList<Target> still,
    IReadOnlyList<Target> loose
)
{
    /// <summary>A quarter of the requests are batches, which have the most to parse.</summary>
    private const int BatchShare = 4;

    private const int Limit = 256 * 1024;

    private static readonly string[] Segments =
    [
        "..",
        ".",
        "%2e%2e",
        "%2E",
        "%2F",
        "a%2Fb",
        "%00",
        "%0d%0aX-Y:1",
        "%FF",
        "%C0%AF",
        "%ED%A0%80",
        "%F0%9F%92%A9",
        "%25",
        "%zz",
        "%",
        "*",
        "+",
        ";",
        "a;b=c",
        "~",
        "$",
        "@",
        "'",
        "%22",
        "%3Cscript%3E",
        "null",
        "undefined",
        "-1",
        "0",
        "1e999",
        "99999999999999999999",
        "{sessionId}",
        "%7Bp001%7D:o",
        "s001-00000000000000000000000000000000",
        "s999-00000000000000000000000000000000",
        "s001-0000000000000000000000000000000G",
        "00000000-0000-0000-0000-000000000000",
        "'%20OR%201=1--",
        "u-42%20",
        "-",
        "a:b",
        "c:%5C",
        "con",
        "api",
        "swagger",
    ];

    private static readonly string[] Queries =
    [
        "",
        "%00",
        "%FF",
        "%ED%A0%80",
        "*",
        "-1",
        "0",
        "201",
        "1e3",
        "99999999999999999999",
        "NaN",
        "null",
        "true",
        "yesterday",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00%2B14:00",
        "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59-14:00",
        "2026-13-01",
        "2026-01-01",
        "a%20b",
        "'--",
        "%25",
        "ALLOW",
        "allow",
        "MAYBE",
        "ndjson",
        "csv",
        "xml",
        "1-2",
        "a.b.c",
        "%F0%9F%92%A9",
        "%0d%0a",
        "physics.key_hold",
        "[]",
        "{}",
        "s001-00000000000000000000000000000000",
        "1767225609000-019b6a3c6f107c3e9a510d2f4b6c8e10",
        "2.019b6a3c6f107c3e9a510d2f4b6c8e10.0-00000000000000000000000000000000",
    ];

    private static readonly string[] ContentTypes =
    [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "text/json; charset=none",
        "application/json; charset=utf-7",
        "application/json; charset=utf-16",
        "application/json; charset=\"",
        "application/json;;;",
        "json",
        "*/*",
        "application/problem+json",
        "application/jsonx",
        "image/png",
        "application/json, text/plain",
    ];

    private static readonly (string Name, string Value)[] OddHeaders =
    [
        ("Accept", "text/html"),
        ("Accept", "application/xml"),
        ("Accept", "nothing"),
        ("Accept", "application/json;q=0"),
        ("Accept-Encoding", "gzip;q=nan"),
        ("Accept-Charset", "utf-7"),
        ("Accept-Language", "xx"),
        ("X-HTTP-Method-Override", "DELETE"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Proto", "gopher"),
        ("X-Original-URL", "/api/v1/keys"),
        ("Forwarded", "for=_x"),
        ("Range", "bytes=0-"),
        ("If-None-Match", "*"),
        ("If-Match", "x"),
        ("If-Modified-Since", "yesterday"),
        ("Cookie", "sentinel=garbage"),
        ("Cookie", "sentinel=CfDJ8garbage; a=b"),
        ("Cookie", "=;=;"),
        ("Origin", "null"),
        ("Origin", "https://evil.example"),
        ("Access-Control-Request-Method", "DELETE"),
        ("Idempotency-Key", "x"),
        ("traceparent", "00-zz-zz-zz"),
        ("baggage", "a=b,,,=,"),
        ("Upgrade", "h2c"),
        ("Via", "1.1 x"),
        ("Referer", "javascript:1"),
        ("X-Long", new string('x', 6_000)),
        ("Authorization-Extra", "Bearer x"),
        ("Max-Forwards", "0"),
        ("TE", "trailers"),
        ("User-Agent", "(){ :;}; echo x"),
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "get"];

    /// <summary>A key of another tenant, whose requests change nothing here.</summary>
    public string Stranger => keys.Stranger;

    public (ApiContract.Call Call, WireRequest Request) Request(int index)
    {
        var dice = new Random(unchecked((seed * 1_000_003) + index));
        var call =
            dice.Next(BatchShare) == 0
                ? contract.Calls.Single(one => one.Path.EndsWith("/batches", StringComparison.Ordinal))
                : contract.Calls[index % contract.Calls.Count];
        // Invalid requests have other targets, so choose this first.
        var sure = dice.Next(4) == 0;
        var target = sure ? still[dice.Next(still.Count)] : loose[dice.Next(loose.Count)];
        var request = new WireRequest(call.Method, call.Fill(target.Parameter)) { Credential = keys.Admin };
        var mutation = new JsonMutation(dice);
        var body = Body(call, target, dice, index);
        if (body is not null) (request.Body, request.ContentType) = (Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json");

        if (sure) Spoil(request, dice, mutation);
        // A faultless request that would change something goes to a target that does not exist.
        else if (body is null && call.Method != "GET") MoveAway(request, call, dice);
        else if (body is null) Ask(request, call, dice);
        else Change(request, body, mutation);
        for (var more = dice.Next(3); more > 0; more--) Vary(request, call, dice, sure);
        return (call, request);
    }

    /// <summary>The contract's example, or a batch of generated input.</summary>
    private static JsonObject? Body(ApiContract.Call call, Target target, Random dice, int index)
    {
        if (call.Body is not { } example) return null;
        var body = target.Aimed(example);
        if (!body.ContainsKey("sequence")) return body;
        Behaviour hand = dice.Next(2) == 0 ? new Person(index, DateTimeOffset.UtcNow) : new Bot(index, DateTimeOffset.UtcNow);
        if (dice.Next(2) == 0)
            body = dice.Next(3) switch
            {
                0 => hand.FreeText(1, target.User),
                1 => hand.Pointing(1, target.User),
                _ => hand.Batch(1, target.User),
            };
        body["sequence"] = 1_000 + index;
        return body;
    }

    /// <summary>Makes the request one that must be refused.</summary>
    private void Spoil(WireRequest request, Random dice, JsonMutation mutation)
    {
        request.IsSurelyBad = true;
        switch (dice.Next(request.Body is null ? 1 : 6))
        {
            case 1:
                (request.Body, var tear, _) = mutation.Tear(request.Body!);
                // Make it unreadable.
                request.Body = [.. request.Body, .. "\0}"u8];
                request.Changes.Add($"{tear}, no JSON");
                break;
            case 2:
                request.ContentType = dice.Next(4) == 0 ? null : ContentTypes[dice.Next(6)];
                request.Changes.Add("another content type");
                break;
            case 3 when dice.Next(20) == 0:
                Swell(request, dice);
                break;
            case 3 or 4:
                request.Headers.Add(("Content-Encoding", dice.Next(2) == 0 ? "gzip" : "br"));
                request.Changes.Add("not compressed");
                break;
            default:
                (request.Credential, var what) = Wrong(dice);
                request.Changes.Add(what);
                break;
        }
    }

    /// <summary>Credentials that are invalid, or invalid for this target.</summary>
    private (string? Credential, string What) Wrong(Random dice)
    {
        var flipped = keys.Foreign.ToCharArray();
        var at = dice.Next(6, flipped.Length - 1);
        flipped[at] = flipped[at] == 'A' ? 'B' : 'A';
        return dice.Next(60) switch
        {
            // The node waits for cold storage when it looks up such a key, so only a few are sent.
            0 => ($"sk_{dice.Next():x8}_{new string('k', 43)}", "an unknown key"),
            < 12 => (null, "no credential"),
            < 20 => ("garbage", "a garbage credential"),
            < 26 => (new string('k', 5_000), "an endless credential"),
            < 32 => ($"CfDJ8{new string('A', dice.Next(200))}", "a forged token"),
            < 42 => (new string(flipped), "a token with a changed character"),
            < 52 => (keys.Foreign, "a token of another session"),
            _ => (keys.Revoked, "a revoked key"),
        };
    }

    /// <summary>Makes the body too large, as it is or after decompression.</summary>
    private static void Swell(WireRequest request, Random dice)
    {
        var text = Encoding.UTF8.GetBytes($"{{\"more\":\"{new string('x', (dice.Next(2) == 0 ? 40 : 2) * Limit)}\"}}");
        request.AsksFirst = true;
        request.Changes.Add("too large");
        if (text.Length < 3 * Limit)
        {
            request.Body = text;
            return;
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(text);
        (request.Body, request.AsksFirst) = (packed.ToArray(), false);
        request.Headers.Add(("Content-Encoding", "gzip"));
    }

    private static void Change(WireRequest request, JsonObject body, JsonMutation mutation)
    {
        (request.Body, var change, var sure) = mutation.Mutate(body);
        request.IsSurelyBad |= sure;
        request.Changes.Add(change);
    }

    private void MoveAway(WireRequest request, ApiContract.Call call, Random dice)
    {
        if (dice.Next(3) == 0)
        {
            (request.Credential, var what) = Wrong(dice);
            request.Changes.Add(what);
            return;
        }

        Reroute(request, call, dice);
    }

    /// <summary>Replaces a parameter of the path or adds a segment.</summary>
    private static void Reroute(WireRequest request, ApiContract.Call call, Random dice)
    {
        var odd = dice.Next(12) == 0 ? new string('x', dice.Next(100, 4_000)) : Segments[dice.Next(Segments.Length)];
        var path = call.Path.Contains('{', StringComparison.Ordinal) ? call.Fill(_ => odd) : $"{request.Address}/{odd}";
        request.Address = dice.Next(10) == 0 ? path.Replace("/api", "//api", StringComparison.Ordinal) : path;
        request.IsElsewhere = true;
        request.Changes.Add("another path");
    }

    private static void Ask(WireRequest request, ApiContract.Call call, Random dice)
    {
        if (call.Query.Count == 0)
        {
            Reroute(request, call, dice);
            return;
        }

        List<string> pairs = [];
        for (var i = dice.Next(3); i >= 0; i--)
        {
            var value = dice.Next(15) == 0 ? new string('x', dice.Next(100, 3_000)) : Queries[dice.Next(Queries.Length)];
            pairs.Add($"{call.Query[dice.Next(call.Query.Count)]}={value}");
        }

        request.Address += $"?{string.Join('&', pairs)}";
        request.Changes.Add("another query");
    }

    /// <summary>Varies something else, which need not be a fault.</summary>
    private void Vary(WireRequest request, ApiContract.Call call, Random dice, bool sure)
    {
        switch (dice.Next(8))
        {
            case 0 when !sure && !request.IsElsewhere:
                request.Credential = keys.Others[dice.Next(keys.Others.Count)];
                request.Changes.Add("a key of another scope");
                break;
            case 1 when !sure && call.Path.Contains('{', StringComparison.Ordinal) && call.Method != "GET":
                request.Credential = keys.Stranger;
                request.Changes.Add("another tenant's key");
                break;
            case 2 when !sure && request.Body is not null:
                request.ContentType = ContentTypes[dice.Next(ContentTypes.Length)];
                request.Changes.Add("an odd content type");
                break;
            case 3 when !sure && dice.Next(3) == 0:
                request.Method = Methods[dice.Next(Methods.Length)];
                (request.IsElsewhere, request.Credential) = (true, keys.Revoked);
                request.Changes.Add("another method");
                break;
            case 4 when !request.Address.Contains('?', StringComparison.Ordinal):
                request.Address += $"?{(dice.Next(2) == 0 ? "x" : "userId")}={Queries[dice.Next(Queries.Length)]}";
                request.Changes.Add("a query");
                break;
            case 5 when dice.Next(4) == 0 && !request.IsElsewhere:
                Reroute(request, call, dice);
                break;
            default:
                var header = OddHeaders[dice.Next(OddHeaders.Length)];
                request.Headers.Add(header);
                request.Changes.Add($"{header.Name}: {(header.Value.Length < 40 ? header.Value : "…")}");
                break;
        }
    }
}

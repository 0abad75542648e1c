using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Invalid requests get a documented 4xx that names every fault, change no state, expose no internals and never cause a 500.
/// </summary>
public abstract partial class BadInputTests(SharedNode parts) : ApiTests(parts)
{
    private const int Limit = 256 * 1024;

    public static TheoryData<string> BatchNames => [.. BadBatches.All.Keys];

    [Theory]
    [MemberData(nameof(BatchNames))]
    public async Task Score_WhenTheBatchIsBad_NamesTheFaultsAndChangesNothing(string name)
    {
        var bad = BadBatches.All[name];
        await Refused(bad.Body, bad.Status, bad.Code, bad.Paths, apart: bad.Status == 400);
    }

    [Fact]
    public async Task Score_WhenTheBatchIsTheGoodOneOfTheTheory_Accepts()
    {
        var session = await Client.Opened(NewUser());
        var good = BadBatches.Valid(batch => batch["pointer"] = BadBatches.Samples(1_998)).ToJsonString();
        (await Client.PostText(Batches(session), good.Replace(BadBatches.User, session.User, StringComparison.Ordinal))).Expect(200);
    }

    [Theory]
    [InlineData("plain"), InlineData("chunked"), InlineData("gzip"), InlineData("br")]
    public async Task Score_WhenTheBodyIsTooLarge_Is413(string encoding)
    {
        var session = await Client.Opened(NewUser());
        var text = Encoding.UTF8.GetBytes(
            BadBatches
                .Valid(batch => batch["more"] = new string('x', encoding is "gzip" or "br" ? 20 * Limit : Limit + 45_000))
                .ToJsonString()
        );
        var before = await Client.Session(session.Id);
        Check(await Client.Send(new(HttpMethod.Post, Batches(session)) { Content = Content(text, encoding) }), 413, "body_too_large");
        Assert.Equal(before.Body, (await Client.Session(session.Id)).Body);
    }

    [Theory]
    [InlineData("gzip"), InlineData("br")]
    public async Task Score_WhenTheBodyIsCompressed_Accepts(string encoding)
    {
        var session = await Client.Opened(NewUser());
        var text = BadBatches.Valid().ToJsonString().Replace(BadBatches.User, session.User, StringComparison.Ordinal);
        (await Client.Send(new(HttpMethod.Post, Batches(session)) { Content = Content(Encoding.UTF8.GetBytes(text), encoding) })).Expect(
            200
        );
    }

    [Theory]
    [InlineData("gzip"), InlineData("br"), InlineData("deflate")]
    public async Task Score_WhenTheBodyIsNotCompressedAsItSays_Is400(string encoding)
    {
        var session = await Client.Opened(NewUser());
        var content = Content(Encoding.UTF8.GetBytes(BadBatches.Valid().ToJsonString()), "plain");
        content.Headers.ContentEncoding.Add(encoding);
        Check(await Client.Send(new(HttpMethod.Post, Batches(session)) { Content = content }), 400, "malformed_request");
    }

    [Theory]
    [InlineData("sessions"), InlineData("sessions/s001-00000000000000000000000000000000/batches")]
    public async Task Post_WhenTheBodyIsAFormWithABracketThatIsNeverClosed_Is415(string path)
    {
        var content = new StringContent("""{"keys":[{"code":"a=1"}]}""", Encoding.UTF8, "application/x-www-form-urlencoded");
        var answer = await Client.Send(new(HttpMethod.Post, $"/api/v1/{path}") { Content = content });
        Check(answer, 415, "unsupported_media_type");
    }

    [Fact]
    public async Task Open_WhenTheBodyIsNotInItsCharset_Is400()
    {
        // Unpaired surrogates.
        var content = new ByteArrayContent([0xDC, 0xDC, 0xDC, 0xDC]);
        content.Headers.ContentType = new("application/json", "utf-16");
        Check(await Client.Send(new(HttpMethod.Post, "/api/v1/sessions") { Content = content }), 400, "malformed_request");
    }

    [Fact]
    public async Task Score_WhenTheBodyIsNoUtf8_Is400()
    {
        var session = await Client.Opened(NewUser());
        var content = Content([.. "{\"userId\":\""u8, 0xFF, 0xC0, .. "\"}"u8], "plain");
        var answer = await Client.Send(new(HttpMethod.Post, Batches(session)) { Content = content });
        Assert.Equal(400, answer.Number);
        AssertSilent(answer);
    }

    [Theory]
    [
        InlineData("text/plain"),
        InlineData("application/xml"),
        InlineData("application/x-www-form-urlencoded"),
        InlineData("application/octet-stream"),
        InlineData(null)
    ]
    public async Task Score_WhenTheContentIsNotJson_Is415(string? mediaType)
    {
        var session = await Client.Opened(NewUser());
        var content = Content(Encoding.UTF8.GetBytes(BadBatches.Valid().ToJsonString()), "plain");
        content.Headers.ContentType = mediaType is null ? null : new(mediaType);
        Check(await Client.Send(new(HttpMethod.Post, Batches(session)) { Content = content }), 415, "unsupported_media_type");
    }

    [Theory]
    [
        InlineData("GET", "/api/v1/sessions", 405),
        InlineData("PUT", "/api/v1/sessions/s001-00000000000000000000000000000000/batches", 405),
        InlineData("DELETE", "/api/v1/audit", 405),
        InlineData("PATCH", "/api/v1/sessions/s001-00000000000000000000000000000000", 405),
        InlineData("GET", "/api/v1/nothing", 404),
        InlineData("POST", "/api/v2/sessions", 404),
        InlineData("GET", "/api", 404),
        InlineData("GET", "/nothing", 404)
    ]
    public async Task AnyAddress_WhenItIsNotServed_IsSaidSo(string method, string path, int status)
    {
        foreach (var caller in new[] { Client, Node.With(null) })
            Check(await caller.Send(new(new HttpMethod(method), path)), status, status == 404 ? "not_found" : "method_not_allowed");
    }

    [Theory]
    [
        InlineData("{}", 422, "userId"),
        InlineData("""{"userId":null}""", 422, "userId"),
        InlineData("""{"userId":""}""", 422, "userId"),
        InlineData("""{"userId":"a b"}""", 422, "userId"),
        InlineData("""{"userId":"ü"}""", 422, "userId"),
        InlineData("""{"userId":"u\u0000"}""", 422, "userId"),
        InlineData("""{"userId":"."}""", 422, "userId"),
        InlineData("""{"userId":".."}""", 422, "userId"),
        InlineData("""{"userId":"-"}""", 422, "userId"),
        InlineData("""{"userId":42}""", 400, "userId"),
        InlineData("""{"userId":"u","deviceId":{}}""", 400, "deviceId"),
        InlineData("""{"userId":"u","deviceId":""}""", 422, "deviceId"),
        InlineData("""{"userId":"*","deviceId":""}""", 422, "userId", "deviceId"),
        InlineData("", 400)
    ]
    public async Task Open_WhenTheBodyIsBad_NamesTheFaults(string body, int status, params string[] paths) =>
        CheckFaults(await Client.PostText("/api/v1/sessions", body), status, paths);

    [Theory]
    [
        InlineData("{}", 422, "action", "sensitivity"),
        InlineData("""{"action":"a\nb","sensitivity":"LOW"}""", 422, "action"),
        InlineData("""{"action":"\u0000","sensitivity":"LOW"}""", 422, "action"),
        InlineData("""{"action":"\u001b[31m","sensitivity":"LOW"}""", 422, "action"),
        InlineData("""{"action":"","sensitivity":"LOW"}""", 422, "action"),
        InlineData("""{"action":"a","sensitivity":"EXTREME"}""", 422, "sensitivity"),
        InlineData("""{"action":"a","sensitivity":"low"}""", 422, "sensitivity"),
        InlineData("""{"action":"a","sensitivity":null}""", 422, "sensitivity"),
        InlineData("""{"action":"a","sensitivity":2}""", 400, "sensitivity"),
        InlineData("""{"action":["a"],"sensitivity":"LOW"}""", 400, "action"),
        InlineData("[]", 400)
    ]
    public async Task Evaluate_WhenTheBodyIsBad_NamesTheFaults(string body, int status, params string[] paths)
    {
        var session = await Client.Opened(NewUser());
        CheckFaults(await Client.PostText($"/api/v1/sessions/{session.Id}/evaluations", body), status, paths);
    }

    [Theory]
    [InlineData("{}", 422, "challengeId", "outcome", "method"),
     InlineData("""{"challengeId":"1","outcome":"PASSED","method":"otp"}""", 400, "challengeId"),
     InlineData("""{"challengeId":"5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11","outcome":"MAYBE","method":"otp"}""", 422, "outcome"),
     InlineData("""{"challengeId":"5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11","outcome":"PENDING","method":"otp"}""", 422, "outcome"),
     InlineData("""{"challengeId":"5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11","outcome":1,"method":"otp"}""", 400, "outcome"),
     InlineData("""{"challengeId":"5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11","outcome":"PASSED","method":"\r\n"}""", 422, "method")]
    public async Task Report_WhenTheBodyIsBad_NamesTheFaults(string body, int status, params string[] paths)
    {
        var session = await Client.Opened(NewUser());
        CheckFaults(await Client.PostText($"/api/v1/sessions/{session.Id}/challenges", body), status, paths);
    }

    [Theory]
    [
        InlineData("userId=a%20b", 422, "userId"),
        InlineData("userId=%00", 422, "userId"),
        InlineData("userId=..", 422, "userId"),
        InlineData("userId=-", 422, "userId"),
        InlineData("sessionId=x", 422, "sessionId"),
        InlineData("sessionId=s999-00000000000000000000000000000000", 422, "sessionId"),
        InlineData("decision=MAYBE", 422, "decision"),
        InlineData("decision=0", 422, "decision"),
        InlineData("decision=ALLOW,BLOCK", 422, "decision"),
        InlineData("decision=7", 422, "decision"),
        InlineData("reason=Robert'--", 422, "reason"),
        InlineData("reason=physics.%25", 422, "reason"),
        InlineData("limit=0", 422, "limit"),
        InlineData("limit=201", 422, "limit"),
        InlineData("limit=-1", 422, "limit"),
        InlineData("limit=many", 400, "limit"),
        InlineData("limit=1e3", 400, "limit"),
        InlineData("from=yesterday", 400, "from"),
        InlineData("to=2026-13-01", 400, "to"),
        InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", 422, "to"),
        InlineData("cursor=x", 422, "cursor"),
        InlineData("cursor=1-2", 422, "cursor"),
        InlineData("cursor=-1-019b6a3c6f107c3e9a510d2f4b6c8e10", 422, "cursor"),
        InlineData("cursor=99999999999999999-019b6a3c6f107c3e9a510d2f4b6c8e10", 422, "cursor"),
        InlineData("userId=*&sessionId=*&decision=*&cursor=*", 422, "userId", "sessionId", "decision", "cursor"),
        InlineData("userId=*&limit=0&reason=*", 422, "userId", "limit", "reason")
    ]
    public async Task Audit_WhenAFilterIsBad_NamesTheFaults(string query, int status, params string[] paths) =>
        CheckFaults(await Client.Audit(query), status, paths);

    /// <summary>
    /// A misspelled member would be ignored without notice. Only batches may have members that this version does not know.
    /// </summary>
    [Theory]
    [
        InlineData("sessions", """{"userId":"u","deviceID ":"d"}""", "deviceID "),
        InlineData("sessions", """{"userId":"u","context":{"ipAdress":"203.0.113.7"}}""", "context.ipAdress"),
        InlineData(
            "sessions/s001-00000000000000000000000000000000/evaluations",
            """{"action":"a","sensitivity":"LOW","device":"d"}""",
            "device"
        ),
        InlineData(
            "sessions/s001-00000000000000000000000000000000/challenges",
            """{"challengeId":"5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11","result":"PASSED"}""",
            "result"
        ),
        InlineData("feedback", """{"sessionId":"s","lable":"FRAUD"}""", "lable"),
        InlineData("keys", """{"name":"n","scopes":["SERVER"],"expires":"2099-01-01T00:00:00Z"}""", "expires"),
        InlineData("keys/5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11/rotate", """{"overlp":"PT0S"}""", "overlp"),
        InlineData("users/u/profile/rollback", """{"versoin":1}""", "versoin")
    ]
    public async Task Post_WhenAMemberIsUnknown_NamesIt(string path, string body, string member)
    {
        var answer = await Client.PostText($"/api/v1/{path}", body);
        CheckFaults(answer, 400, [member]);
        Assert.Equal("is no member of this body", (string?)answer.Json!["errors"]![0]!["message"]);
    }

    private static string Batches(OpenSession session) => $"/api/v1/sessions/{session.Id}/batches";

    private async Task Refused(string body, int status, string code, string[] paths, bool apart)
    {
        var session = await Client.Opened(NewUser());
        var before = await Client.Session(session.Id);
        var answer = await Client.PostText(Batches(session), body.Replace(BadBatches.User, session.User, StringComparison.Ordinal));
        Check(answer, status, code);
        if (apart) Assert.Equal(paths.Length == 0 ? 1 : paths.Length, answer.ErrorPaths.Count);
        if (paths.Length > 0) Assert.Equal(paths.Order(StringComparer.Ordinal), answer.ErrorPaths.Order(StringComparer.Ordinal));
        Assert.Equal(before.Body, (await Client.Session(session.Id)).Body);
    }

    private static void CheckFaults(Answer answer, int status, string[] paths)
    {
        Check(answer, status, status == 400 ? "malformed_request" : "invalid_request");
        if (paths.Length > 0) Assert.Equal(paths.Order(StringComparer.Ordinal), answer.ErrorPaths.Order(StringComparer.Ordinal));
    }

    private static void Check(Answer answer, int status, string code)
    {
        answer.Expect(status, code);
        Assert.Equal(
            ("application/problem+json", status, $"urn:sentinel:{code}"),
            (answer.MediaType, (int)answer.Value("status"), answer.Text("type"))
        );
        Assert.All(answer.Json!["errors"]?.AsArray() ?? [], error => Assert.NotEmpty((string)error!["message"]!));
        AssertSilent(answer);
    }

    private static void AssertSilent(Answer answer) => Assert.DoesNotMatch(Insides(), answer.Body);

    private static ByteArrayContent Content(byte[] text, string encoding)
    {
        var content = encoding switch
        {
            "chunked" => new Unsized(text),
            "gzip" => new ByteArrayContent(Packed(text, bytes => new GZipStream(bytes, CompressionLevel.Optimal))),
            "br" => new ByteArrayContent(Packed(text, bytes => new BrotliStream(bytes, CompressionLevel.Fastest))),
            _ => new ByteArrayContent(text),
        };
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is "gzip" or "br") content.Headers.ContentEncoding.Add(encoding);
        return content;
    }

    private static byte[] Packed(byte[] text, Func<Stream, Stream> packer)
    {
        using var bytes = new MemoryStream();
        using (var packing = packer(bytes)) packing.Write(text);
        return bytes.ToArray();
    }

    /// <summary>Signs of a stack trace, an exception or a serializer in an answer.</summary>
    [GeneratedRegex("System\\.|Sentinel\\.[A-Z]|Microsoft\\.|Exception|BytePositionInLine|LineNumber|\\bat [A-Z]\\w+\\.|\\.cs\\b")]
    private static partial Regex Insides();

    /// <summary>A chunked body, whose length is unknown in advance.</summary>
    private sealed class Unsized(byte[] content) : ByteArrayContent(content)
    {
        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class BadInputInDevelopment(EmbeddedParts parts) : BadInputTests(parts);

[Collection(ProductionNode.Name)]
public sealed class BadInputInProduction(ProductionParts parts) : BadInputTests(parts);

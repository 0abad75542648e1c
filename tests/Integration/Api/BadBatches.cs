using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>Invalid batches by name: the body, the expected status, and the paths that the answer must report.</summary>
internal static class BadBatches
{
    /// <summary>Placeholder for the session's user.</summary>
    public const string User = "{user}";

    private const double SentAt = 1767000000000;
    private const string Unreadable = "malformed_request";
    private const string Invalid = "invalid_request";

    public static readonly IReadOnlyDictionary<string, BadBatch> All = new Dictionary<string, BadBatch>
    {
        ["nothing"] = new("", 400, Unreadable),
        ["cut off"] = new("""{"userId":"u","sequence":1,"keys":[{""", 400, Unreadable),
        ["no JSON"] = new("sequence=1", 400, Unreadable),
        ["null"] = new("null", 400, Unreadable),
        ["an array"] = new("[]", 400, Unreadable),
        ["a text"] = new("\"batch\"", 400, Unreadable),
        ["something behind"] = new(Valid().ToJsonString() + "}", 400, Unreadable),
        ["NaN"] = Unread("sentAt", "NaN", "sentAt"),
        ["Infinity"] = Unread("sentAt", "Infinity", "sentAt"),
        ["NaN as text"] = Unread("sentAt", "\"NaN\"", "sentAt"),
        ["sequence as text"] = Unread("sequence", "\"1\"", "sequence"),
        ["sequence with a fraction"] = Unread("sequence", "1.5", "sequence"),
        ["sequence beyond 64 bits"] = Unread("sequence", "99999999999999999999", "sequence"),
        ["sequence null"] = Unread("sequence", "null", "sequence"),
        ["userId as number"] = Unread("userId", "42", "userId"),
        ["keys as object"] = Unread("keys", "{}", "keys"),
        ["a key as number"] = Unread("keys", "[5]", "keys[0]"),
        ["a key null"] = Unread("keys", "[null]", "keys[0]"),
        ["down as text"] = Unread("keys", """[{"code":"DIGIT","down":"now","up":2}]""", "keys[0].down"),
        ["code as number"] = Unread("keys", """[{"code":65,"down":1,"up":2}]""", "keys[0].code"),
        ["code as half a surrogate"] = Unread("keys", """[{"code":"\ud800","down":1,"up":2}]""", "keys[0].code"),
        ["type as number"] = Unread("pointer", """[{"t":1,"x":1,"y":1,"type":1}]""", "pointer[0].type"),
        ["type as half a surrogate"] = Unread("pointer", """[{"t":1,"x":1,"y":1,"type":"\ud800"}]""", "pointer[0].type"),
        ["signals as text"] = Unread("signals", "\"PASTE\"", "signals"),
        ["deep nesting"] = new(new string('[', 5_000), 400, Unreadable),
        ["deep nesting in an unknown member"] =
            new(Raw("more", string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200))), 400, Unreadable),

        ["an empty object"] = new("{}", 422, Invalid, "userId", "sequence", "sentAt"),
        ["no user"] = Without("userId"),
        ["no sequence"] = Without("sequence"),
        ["no sentAt"] = new(
            Valid(batch => batch.Remove("sentAt")).ToJsonString(),
            422,
            Invalid,
            "sentAt",
            "keys[0].down",
            "pointer[0].t",
            "signals[0].t"
        ),
        ["another user"] = new(Raw("userId", "\"somebody-else\""), 422, "other_user", "userId"),
        ["a user with a line break"] = Wrong("userId", "\"u\\n1\"", "userId"),
        ["a user with a NUL"] = Wrong("userId", "\"u\\u0000\"", "userId"),
        ["an endless user"] = Wrong("userId", $"\"{new string('u', 100_000)}\"", "userId"),
        ["negative sequence"] = Wrong("sequence", "-1", "sequence"),
        ["sequence zero"] = Wrong("sequence", "0", "sequence"),
        ["sequence 2^53 + 1"] = Wrong("sequence", "9007199254740993", "sequence"),
        ["stream with a space"] = Wrong("stream", "\"tab 1\"", "stream"),
        ["empty stream"] = Wrong("stream", "\"\"", "stream"),
        ["endless stream"] = Wrong("stream", $"\"{new string('s', 65)}\"", "stream"),
        ["endless sdk"] = Wrong("sdk", $"\"{new string('s', 65)}\"", "sdk"),
        ["negative timerResolution"] = Wrong("timerResolution", "-1", "timerResolution"),
        ["infinite timerResolution"] = Wrong("timerResolution", "1e999", "timerResolution"),
        ["zero scale"] = Wrong("scale", "0", "scale"),
        ["infinite scale"] = Wrong("scale", "1e999", "scale"),
        ["negative dropped"] = Wrong("dropped", "-1", "dropped"),
        ["sentAt 1e308"] = new(Raw("sentAt", "1e308"), 422, Invalid, "sentAt", "keys[0].down", "pointer[0].t", "signals[0].t"),
        ["sentAt 1e999"] = new(Raw("sentAt", "1e999"), 422, Invalid, "sentAt", "keys[0].down", "pointer[0].t", "signals[0].t"),
        ["x 1e308"] = Pointer("x", "1e308"),
        ["x 1e999"] = Pointer("x", "1e999"),
        ["y -1e999"] = Pointer("y", "-1e999"),
        ["y beyond any screen"] = Pointer("y", "100001"),
        ["no x"] = Pointer("x", null),
        ["no y"] = Pointer("y", null),
        ["no t"] = Pointer("t", null),
        ["no type"] = Pointer("type", null),
        ["unknown type"] = Pointer("type", "\"JUMP\""),
        ["type in lower case"] = Pointer("type", "\"move\""),
        ["unknown kind"] = Pointer("kind", "\"FOOT\""),
        ["a typed character"] = Key("code", "\"a\""),
        ["an unknown key group"] = Key("code", "\"LETTER_MIDDLE\""),
        ["an endless code"] = Key("code", $"\"{new string('K', 5_000)}\""),
        ["no code"] = Key("code", null),
        ["no down"] = new(KeyRaw("down", null), 422, Invalid, "keys[0].down", "keys[0].up"),
        ["down a day and more ago"] = new(KeyRaw("down", $"{SentAt - 86_400_001:F0}"), 422, Invalid, "keys[0].down", "keys[0].up"),
        ["up before down"] = Key("up", $"{SentAt - 1:F0}"),
        ["up 1e999"] = Key("up", "1e999"),
        ["endless field"] = Key("field", $"\"{new string('f', 65)}\""),
        ["unknown signal"] = new(Raw("signals", $$"""[{"t":{{SentAt:F0}},"type":"SNEEZE"}]"""), 422, Invalid, "signals[0].type"),
        ["negative length"] = new(
            Raw("signals", $$"""[{"t":{{SentAt:F0}},"type":"PASTE","length":-1}]"""),
            422,
            Invalid,
            "signals[0].length"
        ),
        ["2,001 events"] = new(Valid(batch => batch["pointer"] = Samples(1_999)).ToJsonString(), 422, Invalid, "events"),
        ["everything at once"] = new(
            Raw("stream", "\"*\"").Replace("\"sequence\":1", "\"sequence\":-1", StringComparison.Ordinal)
                .Replace("\"DIGIT\"", "\"7\"", StringComparison.Ordinal).Replace("\"MOVE\"", "\"JUMP\"", StringComparison.Ordinal)
                .Replace("\"PASTE\"", "\"SNEEZE\"", StringComparison.Ordinal),
            422, Invalid, "stream", "sequence", "keys[0].code", "pointer[0].type", "signals[0].type"),
        ["more faults than an answer lists"] = new(
            Valid(batch => batch["pointer"] = new JsonArray([.. Enumerable.Range(0, 80).Select(_ => Sample("JUMP"))])).ToJsonString(),
            422, Invalid, [.. Enumerable.Range(0, 50).Select(i => $"pointer[{i}].type")]),
    };

    /// <summary>A valid batch with one key stroke, one sample and one signal.</summary>
    public static JsonObject Valid(Action<JsonObject>? change = null)
    {
        var batch = new JsonObject
        {
            ["userId"] = User,
            ["sequence"] = 1,
            ["sentAt"] = SentAt,
            ["keys"] = new JsonArray(new JsonObject { ["code"] = "DIGIT", ["down"] = SentAt, ["up"] = SentAt + 80 }),
            ["pointer"] = new JsonArray(Sample("MOVE")),
            ["signals"] = new JsonArray(new JsonObject { ["t"] = SentAt, ["type"] = "PASTE", ["length"] = 3 }),
        };
        change?.Invoke(batch);
        return batch;
    }

    public static JsonArray Samples(int count) => new([.. Enumerable.Range(0, count).Select(_ => Sample("MOVE"))]);

    private static JsonObject Sample(string type) => new() { ["t"] = SentAt, ["x"] = 1, ["y"] = 1, ["type"] = type };

    private static BadBatch Unread(string member, string json, string path) => new(Raw(member, json), 400, Unreadable, path);

    private static BadBatch Wrong(string member, string json, string path) => new(Raw(member, json), 422, Invalid, path);

    private static BadBatch Without(string member) => new(Valid(batch => batch.Remove(member)).ToJsonString(), 422, Invalid, member);

    private static BadBatch Key(string member, string? json) => new(KeyRaw(member, json), 422, Invalid, $"keys[0].{member}");

    private static string KeyRaw(string member, string? json) => Event("keys", member, json);

    private static BadBatch Pointer(string member, string? json) =>
        new(Event("pointer", member, json), 422, Invalid, $"pointer[0].{member}");

    private static string Event(string array, string member, string? json) => Valid(batch =>
    {
        var entry = batch[array]![0]!.AsObject();
        entry.Remove(member);
        if (json is not null) entry[member] = "{raw}";
    }).ToJsonString().Replace("\"{raw}\"", json, StringComparison.Ordinal);

    /// <summary>A valid batch in which one member has this JSON text, valid or not.</summary>
    private static string Raw(string member, string json) =>
        Valid(batch => batch[member] = "{raw}").ToJsonString().Replace("\"{raw}\"", json, StringComparison.Ordinal);
}

/// <param name="Body">The body; <see cref="BadBatches.User"/> stands for the session's user.</param>
/// <param name="Status">The expected status.</param>
/// <param name="Code">The problem's code.</param>
/// <param name="Paths">All paths for 422; for 400 the first path, if the answer knows it.</param>
internal sealed record BadBatch(string Body, int Status, string Code, params string[] Paths);

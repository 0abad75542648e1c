using System.Text.Json;
using System.Text.Json.Nodes;
using Sentinel.Simulation;

namespace Sentinel.Integration.Tests;

/// <summary>Generated input of one person or bot on its own clock, cut into batches in the API's format.</summary>
public abstract class Behaviour(int seed, DateTimeOffset start, ITempo tempo, IPath? path)
{
    private readonly EndlessInput _input = new(new(seed), start.ToUnixTimeMilliseconds(), tempo, path);

    /// <summary>Client ms of the next event.</summary>
    public double Now => _input.Now;

    /// <summary>About two seconds of typing and one movement to a target.</summary>
    public JsonObject Batch(long sequence, string? user = null, string? stream = null) =>
        Batch(sequence, _input.Type(10), _input.Point(), user, stream);

    public JsonObject FreeText(long sequence, string? user = null, string? stream = null, int strokes = 10) =>
        Batch(sequence, _input.Type(strokes), [], user, stream);

    public JsonObject Pointing(long sequence, string? user = null, string? stream = null) =>
        Batch(sequence, [], _input.Point(), user, stream);

    /// <summary>Lets time pass without input.</summary>
    public void Pause(TimeSpan time) => _input.Pause(time.TotalMilliseconds);

    private JsonObject Batch(
        long sequence,
        IEnumerable<KeyStroke> keys,
        IEnumerable<PointerSample> pointer,
        string? user,
        string? stream
    )
    {
        var batch = new JsonObject
        {
            ["sequence"] = sequence,
            ["timerResolution"] = Performance.Resolution,
            ["sdk"] = "tests/1",
            ["keys"] = new JsonArray([.. keys.Select(Entry)]),
            ["pointer"] = new JsonArray([.. pointer.Select(Entry)]),
        };
        batch["sentAt"] = Now;
        if (user is not null) batch["userId"] = user;
        if (stream is not null) batch["stream"] = stream;
        return batch;
    }

    private static JsonObject Entry(KeyStroke stroke) =>
        new() { ["code"] = Wire(Keyboard.GroupOf(stroke.Key)), ["down"] = stroke.Down, ["up"] = stroke.Up };

    private static JsonObject Entry(PointerSample sample) =>
        new() { ["t"] = sample.T, ["x"] = sample.X, ["y"] = sample.Y, ["type"] = Wire(sample.Type) };

    private static string Wire(Enum value) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}

/// <summary>A person.</summary>
public sealed class Person(int seed, DateTimeOffset start) : Behaviour(seed, start, new HumanTempo(new(seed)), new HumanPath(new(seed)));

/// <summary>A faster script: one key every 40 ms, held for 1 ms.</summary>
public sealed class Script(int seed, DateTimeOffset start) : Behaviour(seed, start, Metronome.ZeroHold, path: null);

/// <summary>A script: one key every 120 ms, held for 5 ms, and straight lines at constant speed.</summary>
public sealed class Bot(int seed, DateTimeOffset start) : Behaviour(seed, start, Metronome.Plodding, new Line());

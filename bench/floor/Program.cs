using Sentinel.Floor;
using StackExchange.Redis;

// The minimum work of any such server: parse the batch, make one script call that writes 1 KiB and pushes 200 bytes, answer.
const string Script = """
    redis.call('SET', KEYS[1], ARGV[1], 'PX', 1800000)
    redis.call('RPUSH', KEYS[2], ARGV[2])
    return 1
    """;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, FloorJson.Default));
var redis = await ConnectionMultiplexer.ConnectAsync(
    builder.Configuration["Redis"] ?? throw new InvalidOperationException("--Redis host:port is missing")
);
var database = redis.GetDatabase();
var (state, record) = (new byte[1024], new byte[200]);
Random.Shared.NextBytes(state);
Random.Shared.NextBytes(record);

var app = builder.Build();
app.MapGet("/health/live", () => "live");
app.MapPost("/api/v1/sessions/{session}/batches", async (string session, FloorBatch batch) =>
{
    var tag = "{p" + session[1..4] + "}:";
    await database.ScriptEvaluateAsync(Script, [tag + session, tag + "o"], [state, record]);
    return new FloorAnswer(batch.Sequence, true);
});
app.Run();

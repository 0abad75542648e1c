using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sentinel.Api.Contracts;
using Sentinel.Application.Access;
using Sentinel.Application.Batches;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;
using Xunit.Abstractions;

namespace Sentinel.Integration.Tests;

/// <summary>
/// The whole path of a batch in this process, from arbitrary bytes. The batch is refused, or its scores stay in bounds and its state can be
/// stored and read again. Seeded. Valid batches join the inputs, so that later ones go deeper.
/// </summary>
public sealed class BatchFuzz(ITestOutputHelper output)
{
    private const int MaxInputs = 256;

    /// <summary>Reading and scoring a batch of 256 KiB allocates less.</summary>
    private const long MaxAllocated = 8 << 20;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly UserId User = UserId.Parse("u-42");

    private static readonly BatchValidator Validator = new();

    [Fact]
    public void Score_WhenABatchIsAnything_RefusesOrStaysWithinItsBounds() => Run(20_000, 1);

    [Fact]
    [Trait("Category", "Long")]
    public void Score_WhenThirtyTimesAsManyBatchesAreAnything_RefusesOrStaysWithinItsBounds() => Run(30 * 20_000, 2);

    private void Run(int inputs, int seed)
    {
        var dice = new Random(seed);
        var kept = Examples();
        var examples = kept.Count;
        var (mutation, session, moment) = (new JsonMutation(dice), Opened(), Start);
        var (unread, invalid, scored) = (0, 0, 0);
        for (var i = 0; i < inputs; i++)
        {
            var example = kept[dice.Next(kept.Count)];
            var (body, _, _) = mutation.Mutate(example);
            try
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                if (Read(body) is not { } input)
                {
                    unread++;
                    continue;
                }

                var command = new ScoreBatch(new(TenantId.Default, Scopes.Server), session.Id, input);
                if (!Validator.Validate(command).IsValid)
                {
                    invalid++;
                    continue;
                }

                scored++;
                moment = moment.AddMilliseconds(dice.Next(3_000));
                session = Scored(session, input, moment) ?? session;
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"seed {seed}, input {i}: {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 4_000)))}",
                    e
                );
            }

            if (dice.Next(200) == 0) (session, moment) = (Opened(), Start);
            if (body.Length < 4_000 && Valid(body) is { } valid) Keep(kept, examples, valid, dice);
        }

        output.WriteLine($"{unread} were not read, {invalid} invalid, {scored} scored");
        Assert.True(
            unread > inputs / 20 && invalid > inputs / 20 && scored > inputs / 20,
            $"{unread} were not read, {invalid} invalid, {scored} scored"
        );
    }

    /// <summary>Reads it as the controller does.</summary>
    private static BatchInput? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, HotJson.Batch);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A valid body that can be mutated again; null if it has a duplicate member or an invalid text.</summary>
    private static JsonObject? Valid(byte[] body)
    {
        try
        {
            var valid = JsonNode.Parse(body, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
            Touch(valid);
            return valid;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads every name and text, which JsonNode otherwise does lazily.</summary>
    private static void Touch(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var (_, member) in members) Touch(member);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items) Touch(item);
        }
        else if (node?.GetValueKind() == JsonValueKind.String)
        {
            node.GetValue<string>();
        }
    }

    private static SessionState? Scored(SessionState session, BatchInput input, DateTimeOffset now)
    {
        var batch = input.ToBatch(input.Stream ?? "main");
        if (Scorer.Score(session, UserState.New, batch, Policy.Default, now) is not ScoreResult.Scored result)
            return null;
        var verdict = result.Verdict;
        Assert.True(
            verdict.Scores is { Trust: >= 0 and <= 1, Risk: >= 0 and <= 1 } scores
                && Enum.IsDefined(verdict.Decision)
                && Enum.IsDefined(scores.Phase),
            $"{verdict}"
        );
        var bytes = SessionCodec.Encode(result.Session, default);
        Assert.InRange(bytes.Length, 1, 4_096);
        var stored = SessionCodec.Decode(bytes, TenantId.Default, session.Id);
        Assert.NotNull(stored);
        Assert.Equal(bytes, SessionCodec.Encode(stored, default));
        return stored;
    }

    private static SessionState Opened() =>
        SessionState.Open(
            TenantId.Default,
            User,
            SessionId.Mint(Partition.Of(TenantId.Default, User), Start),
            DeviceId.None,
            UserState.New,
            Policy.Default,
            Start
        );

    private static List<JsonObject> Examples()
    {
        var (person, bot) = (new Person(1, Start), new Bot(2, Start));
        List<JsonObject> examples = [BadBatches.Valid(batch => batch["userId"] = User.Value)];
        for (var i = 1; i <= 30; i++)
        {
            Behaviour hand = i % 3 == 0 ? bot : person;
            examples.Add(i % 2 == 0 ? hand.Batch(i, User.Value) : hand.FreeText(i, User.Value, "tab-1"));
            hand.Pause(TimeSpan.FromMilliseconds(i * 20));
        }

        return examples;
    }

    /// <summary>Keeps it with a new sequence, so that it is scored and not answered from the ring.</summary>
    private static void Keep(List<JsonObject> kept, int examples, JsonObject valid, Random dice)
    {
        valid["sequence"] = dice.NextInt64(1, 1L << 40);
        if (kept.Count < MaxInputs) kept.Add(valid);
        else kept[dice.Next(examples, kept.Count)] = valid;
    }
}

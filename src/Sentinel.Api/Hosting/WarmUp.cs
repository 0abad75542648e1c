using System.Text.Json;
using MediatR;
using Sentinel.Api.Contracts;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Batches;
using Sentinel.Application.Evaluations;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Api.Hosting;

/// <summary>
/// Runs a session before the first caller does, from JSON input to JSON output, through the application's own handlers. Compiling them
/// takes longer than a command may, so the first caller would get a degraded answer. Nothing remains: the session is kept only here, and
/// metrics are read only once the server runs.
/// </summary>
internal sealed class WarmUp(
    IServiceProvider provider,
    HotStateWarmUp hotState,
    ISessionStore store,
    HotPathBudget budget,
    PoliciesInForce policies,
    TimeProvider time
)
{
    private const string Name = "warm-up";

    /// <summary>Each has 12 key strokes and two pointer strokes: enough for windows of every kind.</summary>
    private const int Batches = 4;

    public async Task Run()
    {
        await hotState.Run();
        var commits = new SessionCommits(new UnwrittenStore(store), new SessionTurns(time), budget, policies, time);
        var mediator = new Mediator(type => WithCommits(provider.GetService(type)!, commits));
        var caller = new Caller(TenantId.Default, Scopes.Server);
        if (!(await mediator.Send(new OpenSession(caller, Name, Name, ClientContext.Unknown))).Succeeded(out var opened, out _))
            return;
        JsonSerializer.Serialize(OpenedAnswer.Of(opened), HotJson.Opened);
        var session = opened.DecisionResult.Session;
        for (var sequence = 1; sequence <= Batches; sequence++)
            Write(await mediator.Send(new ScoreBatch(caller, session, JsonSerializer.Deserialize(Batch(sequence), HotJson.Batch)!)));
        Write(await mediator.Send(new EvaluateAction(caller, session, Name, Sensitivity.High, ClientContext.Unknown)));
    }

    private static void Write(Outcome<DecisionResult> outcome)
    {
        if (outcome.Succeeded(out var result, out _))
            JsonSerializer.SerializeToUtf8Bytes(DecisionAnswer.Of(result), HotJson.Decision);
    }

    /// <summary>The same handler with other commits; a part without commits stays as it is.</summary>
    private object WithCommits(object part, SessionCommits commits) =>
        part.GetType().GetConstructors().Any(one => one.GetParameters().Any(parameter => parameter.ParameterType == typeof(SessionCommits)))
            ? ActivatorUtilities.CreateInstance(provider, part.GetType(), commits)
            : part;

    /// <summary>Whole milliseconds and pixels, which every culture writes alike.</summary>
    private string Batch(int sequence)
    {
        var from = time.GetUtcNow().ToUnixTimeMilliseconds() - (3_000 * (Batches - sequence + 1));
        var field = sequence == 1 ? "password" : "";
        var keys = Enumerable
            .Range(0, 12)
            .Select(i => (Down: from + (140 * i) + (i * i % 7), Hold: 80 + (i * i % 11), Hand: i % 2 == 0 ? "LEFT" : "RIGHT"))
            .Select(key => $$"""{"code":"LETTER_{{key.Hand}}","down":{{key.Down}},"up":{{key.Down + key.Hold}},"field":"{{field}}"}""");
        var pointer = Enumerable
            .Range(0, 60)
            .Select(i => (T: from + 1_800 + (16 * i) + (i / 30 * 200), X: 100 + (i * i / 4), Y: 100 + (3 * i), Step: i % 30))
            .Select(at =>
                $$"""{"t":{{at.T}},"x":{{at.X}},"y":{{at.Y}},"type":"{{(at.Step == 28 ? "DOWN" : at.Step == 29 ? "UP" : "MOVE")}}"}"""
            );
        return $$"""
            {"userId":"{{Name}}","sequence":{{sequence}},"sentAt":{{from + 3_000}},"keys":[{{string.Join(',', keys)}}],
             "pointer":[{{string.Join(',', pointer)}}],"signals":[{"t":{{from}},"type":"FOCUS"}]}
            """;
    }

    /// <summary>
    /// Sends every read and script to the store, with a previous commit that cannot exist, so nothing is written. Keeps the result here.
    /// </summary>
    private sealed class UnwrittenStore(ISessionStore store) : ISessionStore
    {
        private Loaded kept = new(null, UserState.New);

        public Loaded? Recall(TenantId tenant, SessionId session) => null;

        public async Task<Loaded> Load(TenantId tenant, SessionId session, UserId? user, CancellationToken budget)
        {
            await Walk(() => store.Load(tenant, session, user, budget));
            return kept;
        }

        public async Task<CommitResult> Commit(Commit commit, CancellationToken budget)
        {
            await Walk(() => store.Commit(commit with { Record = commit.Record with { PreviousCommit = CommitId.New() } }, budget));
            kept = new(commit.Session, commit.User) { Stored = commit.Record.Commit };
            return new CommitResult.Committed();
        }

        public Task<IdempotentAnswer?> Recall(TenantId tenant, SessionId session, IdempotencyKey key, CancellationToken budget) =>
            Task.FromResult<IdempotentAnswer?>(null);

        public Task Append(AuditRecord record, CancellationToken budget) => Task.CompletedTask;

        public Task<UserState> LoadUser(TenantId tenant, UserId user, CancellationToken budget) => Task.FromResult(UserState.New);

        public Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken budget) => Task.FromResult(0);

        public Task<int> EraseSessions(TenantId tenant, UserId user, IReadOnlyCollection<SessionId> sessions, CancellationToken budget) =>
            Task.FromResult(0);

        public Task<bool> CommitUser(UserCommit commit, CancellationToken budget) => Task.FromResult(false);

        /// <summary>If hot state is unavailable, the start continues.</summary>
        private static async Task Walk(Func<Task> call)
        {
            try
            {
                await call();
            }
            catch (HotStateUnavailableException)
            {
                // The next call, or the first caller, notices it again.
            }
        }
    }
}

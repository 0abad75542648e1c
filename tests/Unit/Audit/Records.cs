using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Audit records for tests: full batch records whose time and number grow with the index.</summary>
internal static class Records
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public static readonly ReasonCode KeyHold = Code("physics.key_hold");

    public static ReasonCode Code(string name) => DetectorCatalog.Reasons.Single(code => code.Name == name);

    public static TenantId NewTenant() => TenantId.Parse(Guid.NewGuid().ToString("N"));

    public static AuditRecord Batch(TenantId tenant, int index = 1, string user = "u-42")
    {
        var id = UserId.Parse(user);
        var at = Start.AddMilliseconds(index);
        return new()
        {
            Verdict = new()
            {
                DecisionId = Guid.CreateVersion7(at),
                Decision = Decision.Challenge,
                Scores = new(0.1, 1e-9, Phase.ColdStart),
                Reasons = [Reason.Of(KeyHold, 1.25, 0.7), Reason.Of(Code("pattern.narrow_hold"), -0.31, 0.1)],
                Evidence = [new(Reason.Of(KeyHold, 1.25, 0.7), 3)],
                PolicyVersion = 3,
                BaselineVersion = 12,
                WouldHave = new()
                {
                    DecisionId = Guid.CreateVersion7(at),
                    Decision = Decision.Block,
                    Scores = new(0.05, 0.97, Phase.Verifying),
                    Reasons = [Reason.Of(KeyHold, 4.5, 1)],
                    PolicyVersion = 4,
                },
            },
            DecidedAt = at,
            Kind = AuditKind.Batch,
            Tenant = tenant,
            User = id,
            Session = SessionId.Mint(Partition.Of(tenant, id), at),
            DeclaredAgent = "acme-shopper",
            Stream = "tab-1",
            Sequence = 1L << 52,
            Sensitivity = Sensitivity.High,
            CommitNumber = index,
            Commit = CommitId.New(),
            PreviousCommit = CommitId.New(),
            TurnedBy = KeyHold,
            ImpostorRisk = 0.0813,
        };
    }

    public static AuditRecord Deciding(this AuditRecord record, Func<Verdict, Verdict> change) =>
        record with { Verdict = change(record.Verdict) };

    /// <summary>Compares lists element by element.</summary>
    public static void AssertSame(AuditRecord expected, AuditRecord actual)
    {
        Assert.Equal(expected.Verdict.Reasons.AsEnumerable(), actual.Verdict.Reasons.AsEnumerable());
        Assert.Equal(expected.Verdict.Evidence.AsEnumerable(), actual.Verdict.Evidence.AsEnumerable());
        Assert.Equal(expected.Verdict.WouldHave?.Reasons.AsEnumerable(), actual.Verdict.WouldHave?.Reasons.AsEnumerable());
        Assert.Equal(Plain(expected), Plain(actual));

        static AuditRecord Plain(AuditRecord record) => record.Deciding(verdict => Without(verdict)!);

        static Verdict? Without(Verdict? verdict) =>
            verdict is null ? null : verdict with { Reasons = [], Evidence = [], WouldHave = Without(verdict.WouldHave) };
    }

    public static IReadOnlyList<AuditRecord> Batches(TenantId tenant, int count) =>
        [.. Enumerable.Range(1, count).Select(i => Batch(tenant, i))];

    public static AuditRecord Degraded(TenantId tenant, string user = "u-42", SessionId? session = null, DateTimeOffset? at = null)
    {
        var id = UserId.Parse(user);
        return new()
        {
            Verdict = new() { DecisionId = Guid.CreateVersion7(at ?? Start), Decision = Decision.Challenge },
            DecidedAt = at ?? Start,
            Kind = AuditKind.Degraded,
            Tenant = tenant,
            User = id,
            Session = session ?? SessionId.Mint(Partition.Of(tenant, id), at ?? Start),
        };
    }
}

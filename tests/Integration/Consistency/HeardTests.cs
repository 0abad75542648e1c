using System.Net;
using System.Text.Json.Nodes;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Integration.Tests;

/// <summary>The check refuses histories with hand-made errors.</summary>
public sealed class HeardTests
{
    private const string User = "u-1";

    private static readonly SessionId Session = SessionId.Mint(
        Partition.Of(TenantId.Default, UserId.Parse(User)),
        DateTimeOffset.UnixEpoch
    );

    [Theory]
    // Requested before the ban was answered or after a lift was requested: both answers are correct.
    [InlineData("ALLOW", 5, 15), InlineData("ALLOW", 25, 45), InlineData("ALLOW", 45, 46), InlineData("BLOCK", 21, 29)]
    public void Check_WhenTheBanIsObeyed_IsContent(string decision, long start, long end) =>
        Heard.Check([Ban(10, 20), Decided(decision, start, end), Lift(40, 50)], [Record(AuditKind.Ban), Record(AuditKind.BanLifted)]);

    [Theory]
    [InlineData("ALLOW"), InlineData("CHALLENGE")]
    public void Check_WhenADecisionIsMilderWhileTheBanStands_Refuses(string decision) =>
        Refuses([Ban(10, 20), Decided(decision, 21, 29), Lift(40, 50)], Record(AuditKind.Ban), Record(AuditKind.BanLifted));

    [Fact]
    public void Check_WhenAnOlderLiftIsAllThereIs_RefusesAMilderDecision() =>
        Refuses(
            [Ban(1, 2), Lift(3, 4), Ban(10, 20), Decided("ALLOW", 30, 31)],
            Record(AuditKind.Ban),
            Record(AuditKind.BanLifted),
            Record(AuditKind.Ban)
        );

    [Fact]
    public void Check_WhenAnOlderLiftWasNeverAnswered_TakesEither() =>
        Heard.Check(
            [Lift(3, 4) with { Answer = null }, Ban(10, 20), Decided("ALLOW", 30, 31)],
            [Record(AuditKind.Ban), Record(AuditKind.BanLifted)]
        );

    [Fact]
    public void Check_WhenABanWasAnsweredAndIsNotKept_Refuses() => Refuses([Ban(10, 20)]);

    [Fact]
    public void Check_WhenABanIsKeptThatNobodyMade_Refuses() => Refuses([Ban(10, 20)], Record(AuditKind.Ban), Record(AuditKind.Ban));

    [Fact]
    public void Check_WhenNobodyHeardOfTheBan_TakesEither()
    {
        var unheard = Ban(10, 20) with { Answer = null };
        Heard.Check([unheard], []);
        Heard.Check([unheard], [Record(AuditKind.Ban)]);
    }

    [Fact]
    public void Check_WhenAnOpeningOrAnEndIsLostOrDoubled_Refuses()
    {
        Call opened = new(
            CallKind.Open,
            User,
            "",
            [],
            1,
            2,
            Answered(201, new() { ["sessionId"] = Session.Value, ["decision"] = "ALLOW" })
        );
        Call ended = new(CallKind.End, User, Session.Value, [], 3, 4, Answered(204, null));
        Heard.Check([opened, ended], [Record(AuditKind.SessionOpened), Record(AuditKind.SessionEnded)]);
        Refuses([opened, ended], Record(AuditKind.SessionOpened));
        Refuses([opened, ended], Record(AuditKind.SessionEnded));
        Refuses([opened, ended], Record(AuditKind.SessionOpened), Record(AuditKind.SessionEnded), Record(AuditKind.SessionEnded));
    }

    private static void Refuses(Call[] calls, params AuditRecord[] records) =>
        Assert.Throws<NotLinearizableException>(() => Heard.Check(calls, records));

    private static Call Ban(long start, long end) => new(CallKind.Ban, User, "", [], start, end, Answered(201, []));

    private static Call Lift(long start, long end) => new(CallKind.Lift, User, "", [], start, end, Answered(204, null));

    private static Call Decided(string decision, long start, long end) =>
        new(CallKind.Evaluation, User, Session.Value, [], start, end, Answered(200, new() { ["decision"] = decision }));

    private static Answer Answered(int status, JsonObject? json) =>
        new((HttpStatusCode)status, json?.ToJsonString() ?? "", "application/json", Array.Empty<string>().ToLookup(name => name), json);

    private static AuditRecord Record(AuditKind kind) => new()
    {
        Verdict = new() { DecisionId = Guid.NewGuid(), Decision = Decision.Block },
        DecidedAt = DateTimeOffset.UnixEpoch,
        Kind = kind,
        Tenant = TenantId.Default,
        User = UserId.Parse(User),
        Session = Session,
    };
}

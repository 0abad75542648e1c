using Microsoft.Extensions.Time.Testing;
using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Bans;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>What a change of a user that others are always faster than comes to.</summary>
public sealed class UserCommitsTests
{
    /// <summary>Each refused commit takes 30 ms of the 80 ms: hot state has answered them all, and has not failed.</summary>
    [Fact]
    public async Task Run_WhenConflictsUseUpTheTime_IsContendedAndHotStateHasNotFailed()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        var store = new BusyStore(time);
        var commits = new UserCommits(store, new(TimeSpan.FromMilliseconds(80)), Policy.Default, time);
        var outcome = await commits.Run<string>(
            new(TenantId.Default, Scopes.Admin), UserId.Parse("u"), AuditKind.Ban, Decision.Block, (user, _) => (user, "banned"));
        Assert.Equal((Fault.Contended, 6), (outcome.Fault, store.Conflicts));
    }
}

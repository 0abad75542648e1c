using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Audit;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

public sealed class AuditDaysTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);
    private static readonly DigestKey Key = DigestKey.Of(new byte[32]);

    [Theory]
    [InlineData("2026-03-11T01:59:59Z", 9), InlineData("2026-03-11T02:00:00Z", 10), InlineData("2026-03-12T01:00:00Z", 10)]
    public void LastClosable_WhenTheGraceIsOver_IsYesterday(string now, int day) =>
        Assert.Equal(
            new DateOnly(2026, 3, day),
            AuditDays.LastClosable(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture))
        );

    [Fact]
    public void FirstToClose_WhenThereIsAChain_LooksBackAsFarAsRowsMayComeLate()
    {
        var now = AuditDays.Start(Day.AddDays(1)).AddHours(3);
        var oldest = Day.AddDays(-300);
        Assert.Equal(oldest, AuditDays.FirstToClose([], oldest, now));
        Assert.Equal(Day.AddDays(-AuditDays.LateDays), AuditDays.FirstToClose([Link(DigestKind.Day, Day)], oldest, now));
        Assert.Equal(Day.AddDays(-90), AuditDays.FirstToClose([Link(DigestKind.Day, Day.AddDays(-90))], oldest, now));
        Assert.Equal(
            Day.AddDays(-5),
            AuditDays.FirstToClose([Link(DigestKind.Day, Day), Link(DigestKind.Expiry, Day.AddDays(-5))], oldest, now)
        );
    }

    [Fact]
    public void FirstKept_WhenTenantsDiffer_IsEachTenantsOwn()
    {
        var (brief, forever, any) = (TenantId.Parse("brief"), TenantId.Parse("forever"), TenantId.Parse("any"));
        var now = AuditDays.Start(Day).AddHours(12);
        var settings = Settings(400, (brief, 30), (forever, 0));
        Assert.Equal(
            (Day.AddDays(-30), null, Day.AddDays(-400)),
            (settings.FirstKept(brief, Policy.Default, now), settings.FirstKept(forever, Policy.Default, now),
                settings.FirstKept(any, Policy.Default, now))
        );
        Assert.Null(settings.FirstKeptOfAll([], now));
        Assert.Equal(Day.AddDays(-400), Settings(400, (brief, 30)).FirstKeptOfAll([], now));
        Assert.Equal(Day.AddDays(-500), Settings(400, (brief, 500)).FirstKeptOfAll([], now));
        Assert.Null(Settings(0, (brief, 30)).FirstKeptOfAll([], now));
    }

    [Theory]
    [InlineData(400, null, 500, 500)]
    [InlineData(400, null, 0, 400)]
    [InlineData(400, null, 90, 400)]
    [InlineData(400, 60, 90, 90)]
    [InlineData(400, 60, 30, 60)]
    [InlineData(0, null, 500, null)]
    [InlineData(0, 60, 90, 90)]
    [InlineData(400, 0, 500, null)]
    public void FirstKept_WhenAPolicyAsks_IsWhatItMayAskFor(int days, int? fewest, int asked, int? kept)
    {
        var now = AuditDays.Start(Day).AddHours(12);
        var settings = Settings(days) with { MinRetentionDays = fewest };
        var live = Policy.Default with { AuditRetentionDays = asked };
        Assert.Equal(kept is { } number ? Day.AddDays(-number) : null, settings.FirstKept(TenantId.Default, live, now));
        Assert.Equal(asked == 0 || asked == kept, settings.Allows(TenantId.Default, asked));
    }

    [Fact]
    public void FirstKeptOfAll_WhenAPolicyAsksForMore_KeepsTheMonthsThatItNeeds()
    {
        var now = AuditDays.Start(Day).AddHours(12);
        var longer = KeyValuePair.Create(TenantId.Parse("acme"), Policy.Default with { AuditRetentionDays = 700 });
        var shorter = KeyValuePair.Create(TenantId.Parse("brief"), Policy.Default with { AuditRetentionDays = 60 });
        var settings = Settings(400) with { MinRetentionDays = 30 };
        Assert.Equal(Day.AddDays(-400), settings.FirstKeptOfAll([shorter], now));
        Assert.Equal(Day.AddDays(-700), settings.FirstKeptOfAll([shorter, longer], now));
    }

    [Fact]
    public void Follows_WhenAnythingOfALinkIsExchanged_IsFalse()
    {
        var hashes = RowHashes.Of([(Guid.NewGuid(), new byte[32])]);
        var first = DigestChain.Next(Key, null, TenantId.Default, DigestKind.Day, Day, hashes, AuditDays.Start(Day));
        var second = DigestChain.Next(Key, first, TenantId.Default, DigestKind.Day, Day.AddDays(1), hashes, AuditDays.Start(Day));
        Assert.True(DigestChain.Follows(second, first, hashes) && IsSigned(Key, second));
        Assert.False(DigestChain.Follows(second, null, hashes));
        Assert.False(DigestChain.Follows(second, first, RowHashes.None));
        AuditDigest[] others =
        [
            second with
            {
                Day = Day,
            },
            second with
            {
                Number = 3,
            },
            second with
            {
                Kind = DigestKind.Late,
            },
            second with
            {
                Count = 2,
            },
            second with
            {
                Tenant = TenantId.Parse("other"),
            },
            second with
            {
                ClosedAt = second.ClosedAt.AddSeconds(1),
            },
            second with
            {
                Digest = first.Digest,
            },
        ];
        Assert.All(others, other => Assert.False(IsSigned(Key, other)));
        Assert.False(IsSigned(DigestKey.Of([.. Enumerable.Repeat((byte)1, 32)]), second));
    }

    [Fact]
    public void Signed_WhenTheKeyWasChanged_TakesTheFormerOnesLinksUpToTheNewOnes()
    {
        byte[][] keys = [.. Enumerable.Range(1, 3).Select(number => Enumerable.Repeat((byte)number, 32).ToArray())];
        List<AuditDigest> chain = [];
        foreach (var by in new[] { 0, 1, 1, 2, 1, 0, 2 })
            chain.Add(
                DigestChain.Next(
                    DigestKey.Of(keys[by]),
                    chain.LastOrDefault(),
                    TenantId.Default,
                    DigestKind.Day,
                    Day.AddDays(chain.Count),
                    RowHashes.None,
                    AuditDays.Start(Day)
                )
            );
        Assert.Equal([1, 2, 3, 4, 7], Numbers(DigestKey.Of(keys[2], keys[0], keys[1])));
        Assert.Equal([2, 3, 4, 7], Numbers(DigestKey.Of(keys[2], keys[1])));
        Assert.Equal([4, 7], Numbers(DigestKey.Of(keys[2])));
        Assert.Equal(DigestKey.Of(keys[2]).Sign([1]), DigestKey.Of(keys[2], keys[0]).Sign([1]));

        IEnumerable<long> Numbers(DigestKey key) => DigestChain.Signed(key, chain).Select(link => link.Number).Order();
    }

    private static bool IsSigned(DigestKey key, AuditDigest link) => DigestChain.Signed(key, [link]).Count == 1;

    private static AuditDigest Link(DigestKind kind, DateOnly day) =>
        DigestChain.Next(Key, null, TenantId.Default, kind, day, RowHashes.None, AuditDays.Start(day));

    private static AuditSettings Settings(int days, params (TenantId Tenant, int Days)[] others) =>
        new(days, others.ToDictionary(one => one.Tenant, one => one.Days));
}

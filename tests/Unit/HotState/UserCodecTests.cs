using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Unit.Tests;

public sealed class UserCodecTests
{
    private static readonly DeviceId Laptop = DeviceId.Of("laptop"), Phone = DeviceId.Of("phone");

    [Fact]
    public void Decode_WhenEncoded_IsTheSameUser()
    {
        var user = UserState.New.Remember(Phone, Sitting.Opened) with { Ban = new(Sitting.Opened, Sitting.Opened.AddDays(1)) };
        for (var i = 0; i < 20; i++) user = user.Add(DeviceId.Of($"d-{i}"), StrikeKind.Block, Sitting.Opened.AddMinutes(i), Policy.Default);

        var read = UserCodec.Decode(default, UserCodec.EncodeSanctions(user), default, 0);

        Assert.Equal(user.Strikes.Devices.AsEnumerable(), read.Strikes.Devices);
        Assert.Equal(user.Devices.AsEnumerable(), read.Devices);
        Assert.Equal((user.Ban, user.Strikes.OverflowAt), (read.Ban, read.Strikes.OverflowAt));
    }

    [Fact]
    public void Numbered_WhenStrikesOrTheBanChange_CountsOn()
    {
        var struck = UserState.New.Add(Laptop, StrikeKind.Block, Sitting.Opened, Policy.Default).Numbered(UserState.New, Sitting.Opened);
        var banned = (struck with { Ban = new(Sitting.Opened, Sitting.Opened.AddDays(1)) }).Numbered(struck, Sitting.Opened);
        Assert.Equal(
            (1, 2, 2),
            (
                struck.SanctionsNumber,
                banned.SanctionsNumber,
                banned.Remember(Phone, Sitting.Opened).Numbered(banned, Sitting.Opened).SanctionsNumber
            )
        );
        Assert.Equal(2, UserCodec.Decode(default, UserCodec.EncodeLasting(banned), default, 0).SanctionsNumber);
        // The number of an unreadable state is unknown.
        Assert.True(banned.Numbered(new() { IsUnreadable = true }, Sitting.Opened).SanctionsNumber > 1_000_000);
    }

    /// <summary>Older nodes, which know the format of users without a revocation alone, go on reading everybody else.</summary>
    [Fact]
    public void Encode_WhenSessionsWereRevoked_IsOfAFormatOfItsOwn()
    {
        var user = UserState.New.Remember(Phone, Sitting.Opened).Add(Laptop, StrikeKind.Block, Sitting.Opened, Policy.Default);
        var revoked = user.Revoke(Sitting.Opened.AddMinutes(5));
        var (before, after) = (UserCodec.EncodeSanctions(user), UserCodec.EncodeSanctions(revoked));
        Assert.Equal((9, 10), (before[0], after[0]));
        Assert.Null(UserCodec.Decode(default, before, default, 0).RevokedAt);
        var read = UserCodec.Decode(default, after, default, 0);
        Assert.Equal(revoked.RevokedAt, read.RevokedAt);
        Assert.True(read.Knows(Phone) && !read.IsProven(Phone, Sitting.Opened.AddMinutes(5), Policy.Default));
        Assert.True(read.IsBlocked(Laptop, DateTimeOffset.UnixEpoch, Sitting.Opened.AddMinutes(5), Policy.Default));
        Assert.Equal(user.SanctionsNumber + 1, revoked.Numbered(user, Sitting.Opened).SanctionsNumber);
    }

    /// <summary>An unreadable state may hold a ban, so it is never read as "no ban".</summary>
    [Fact]
    public void Decode_WhenItIsOfAnotherVersion_IsUnreadable()
    {
        var bytes = UserCodec.EncodeSanctions(UserState.New.Remember(Phone, Sitting.Opened))[..^4];
        bytes[0]++;
        var writer = StateWriter.Begin();
        writer.Bytes(bytes);
        Assert.True(UserCodec.Decode(default, writer.Seal(), default, 0).IsUnreadable);
    }
}

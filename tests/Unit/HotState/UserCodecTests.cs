using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;
using Sentinel.Tests.Domain;

namespace Sentinel.Tests.HotState;

public sealed class UserCodecTests
{
    private static readonly DeviceId Laptop = DeviceId.Of("laptop"), Phone = DeviceId.Of("phone");

    [Fact]
    public void Decode_WhenEncoded_IsTheSameUser()
    {
        var user = UserState.New.Remember(Phone) with { Ban = new(Sitting.Opened, Sitting.Opened.AddDays(1)) };
        for (var i = 0; i < 20; i++) user = user.Add(DeviceId.Of($"d-{i}"), StrikeKind.Block, Sitting.Opened.AddMinutes(i), Policy.Default);

        var read = UserCodec.Decode(default, UserCodec.EncodeStanding(user), default, 0);

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
            (struck.StandingNumber, banned.StandingNumber, banned.Remember(Phone).Numbered(banned, Sitting.Opened).StandingNumber)
        );
        Assert.Equal(2, UserCodec.Decode(default, UserCodec.EncodeTruth(banned), default, 0).StandingNumber);
        // Nobody knows the number of what cannot be read.
        Assert.True(banned.Numbered(new() { IsUnreadable = true }, Sitting.Opened).StandingNumber > 1_000_000);
    }

    /// <summary>Version 4 had an entry for each block and each failed challenge.</summary>
    [Fact]
    public void Decode_WhenTheVersionIsTheOneBefore_NoStrikeIsLost()
    {
        var writer = StateWriter.Begin();
        writer.Raw((byte)4);
        (DeviceId Device, StrikeKind Kind, bool Open)[] strikes =
        [
            (Laptop, StrikeKind.FailedChallenge, true),
            (Phone, StrikeKind.Block, false),
            (Laptop, StrikeKind.FailedChallenge, false),
            (Laptop, StrikeKind.FailedChallenge, true),
            (Laptop, StrikeKind.FailedChallenge, true),
            (DeviceId.None, StrikeKind.Block, true),
        ];
        writer.Varint(strikes.Length);
        for (var i = 0; i < strikes.Length; i++)
        {
            writer.Raw(strikes[i].Device.Value);
            writer.Moment(Sitting.Opened.AddMinutes(i));
            writer.Raw((byte)strikes[i].Kind);
            writer.Raw(strikes[i].Open);
        }

        writer.Raw(false);
        writer.Varint(0);
        writer.Raw(default(Pace));
        writer.Varint(0);

        var read = UserCodec.Decode(default, writer.Seal(), default, 0);

        Assert.Equal(
            [
                new(Phone, Sitting.Opened.AddMinutes(1), false, 0, false),
                new(Laptop, Sitting.Opened.AddMinutes(4), false, 3, true),
                new Strike(DeviceId.None, Sitting.Opened.AddMinutes(5), true, 0, true),
            ],
            read.Strikes.Devices.ToArray()
        );
        Assert.Null(read.Strikes.OverflowAt);
        Assert.True(read.IsBlocked(Laptop, default, Sitting.Opened.AddMinutes(6), Policy.Default));
        Assert.False(read.IsBlocked(Phone, default, Sitting.Opened.AddMinutes(6), Policy.Default));
    }
}

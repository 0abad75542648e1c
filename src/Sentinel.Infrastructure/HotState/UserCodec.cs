using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// A user as a hash of six fields: <c>e</c> the epoch (16 bytes, compared by every commit); <c>d</c> strikes, ban, revocation, devices and
/// openings; <c>v</c> the published baseline version; <c>c</c> the carry-over, set by the last commit of any session; <c>r</c> the sketches
/// of input, and <c>q</c> how many were ever added. <c>d</c> and <c>v</c> change with the epoch.
/// </summary>
internal static class UserCodec
{
    /// <summary>The format of a user whose sessions were revoked. Others are written in the one before, which older nodes read.</summary>
    private const byte Version = 10;

    private const byte Unrevoked = 9;

    /// <summary>More than any user reaches, with room to count on without an overflow.</summary>
    private const int MaxLifts = 1 << 30;

    public static byte[] EncodeEpoch(CommitId epoch)
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(bytes, epoch.Value);
        return bytes;
    }

    public static byte[] EncodeCarryOver(double trust) => BitConverter.GetBytes((ushort)Math.Round(trust * 10_000));

    public static byte[] EncodeSanctions(UserState user)
    {
        var writer = StateWriter.Begin();
        writer.Raw(user.RevokedAt is null ? Unrevoked : Version);
        writer.Varint(user.Strikes.Devices.Length);
        foreach (var strike in user.Strikes.Devices)
        {
            writer.Raw(strike.Device.Value);
            writer.Moment(strike.At);
            writer.Raw(strike.Blocked);
            writer.Raw(strike.Failures);
            writer.Raw(strike.Open);
        }

        writer.Moment(user.Strikes.OverflowAt ?? DateTimeOffset.UnixEpoch);
        writer.Raw(user.Ban is not null);
        if (user.Ban is { } ban)
        {
            writer.Moment(ban.At);
            writer.Moment(ban.Until);
        }

        writer.Varint(user.Devices.Length);
        foreach (var known in user.Devices)
        {
            writer.Raw(known.Device.Value);
            writer.Moment(known.PassedAt);
        }

        writer.Raw(user.RateLimit);
        writer.Varint(user.Openings.Length);
        foreach (var opening in user.Openings)
        {
            writer.Raw(opening.Device);
            writer.Moment(opening.At);
            writer.Raw(opening.Place is not null);
            if (opening.Place is { } place)
                writer.Raw(place);
        }

        writer.Varint(user.BotLogOdds.Devices.Length);
        foreach (var one in user.BotLogOdds.Devices)
        {
            writer.Raw(one.Device.Value);
            writer.Raw(one.Bot);
            writer.Moment(one.At);
        }

        writer.Varint(user.Excuses.Devices.Length);
        foreach (var one in user.Excuses.Devices)
        {
            writer.Raw(one.Device.Value);
            writer.Raw(one.Excuse.Groups.Bits);
            writer.Moment(one.Excuse.PassedAt);
        }

        writer.Varint(user.Lifts.Count);
        writer.Varint(user.Lifts.OfAll);
        writer.Varint(user.Lifts.OfDevices.Length);
        foreach (var lift in user.Lifts.OfDevices)
        {
            writer.Raw(lift.Device.Value);
            writer.Varint(lift.Number);
        }

        writer.Varint(user.SanctionsNumber);
        if (user.RevokedAt is { } revoked) writer.Moment(revoked);
        return writer.Seal();
    }

    /// <summary>
    /// The part for cold storage: strikes, bot log odds, lifts, ban, revocation, and the devices that an overflow spares; no openings.
    /// </summary>
    public static byte[] EncodeLasting(UserState user) => EncodeSanctions(user with { Openings = [], RateLimit = default });

    /// <summary>
    /// Unreadable sanctions may contain a ban, so the user is not taken for a new one: see <see cref="UserState.IsUnreadable"/>.
    /// </summary>
    /// <remarks>The baseline is stored under another key.</remarks>
    public static UserState Decode(
        ReadOnlySpan<byte> epoch,
        ReadOnlySpan<byte> sanctions,
        ReadOnlySpan<byte> carryOver,
        int baselineVersion
    )
    {
        var user = sanctions.IsEmpty ? UserState.New : DecodeSanctions(sanctions) ?? new() { IsUnreadable = true };
        return user with
        {
            Epoch = SessionCodec.StoredCommit(epoch),
            BaselineVersion = baselineVersion,
            CarryOver =
                carryOver.Length == sizeof(ushort) && BitConverter.ToUInt16(carryOver) is <= 10_000 and var share ? share / 10_000.0 : null,
        };
    }

    private static UserState? DecodeSanctions(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new StateReader(bytes);
            var version = reader.Raw<byte>();
            if (version is not (Unrevoked or Version))
                return null;
            var strikes = ReadStrikes(ref reader);
            var overflow = reader.Moment();
            Ban? ban = reader.Flag() ? new Ban(reader.Moment(), reader.Moment()) : null;
            var devices = ImmutableArray.CreateBuilder<KnownDevice>(reader.Count(UserState.MaxDevices));
            for (var i = devices.Capacity; i > 0; i--)
                devices.Add(new(new(reader.Raw<ulong>()), reader.Moment()));
            var rateLimit = reader.Raw<LeakyBucket>();
            var openings = ImmutableArray.CreateBuilder<Opening>(reader.Count(UserState.MaxOpenings));
            for (var i = openings.Capacity; i > 0; i--)
                openings.Add(new(reader.Raw<ulong>(), reader.Moment(), reader.Flag() ? reader.Sound<Place>() : null));
            var botLogOdds = ReadBotLogOdds(ref reader);
            var excuses = ReadExcuses(ref reader);
            var lifts = ReadLifts(ref reader);
            var number = reader.Number();
            DateTimeOffset? revoked = version == Version ? reader.Moment() : null;
            reader.End();
            return new()
            {
                SanctionsNumber = number,
                Strikes = new() { Devices = strikes, OverflowAt = overflow == DateTimeOffset.UnixEpoch ? null : overflow },
                Ban = ban,
                Devices = devices.DrainToImmutable(),
                RateLimit = rateLimit,
                Openings = openings.DrainToImmutable(),
                BotLogOdds = botLogOdds,
                Excuses = excuses,
                Lifts = lifts,
                RevokedAt = revoked,
            };
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static CarriedBotLogOdds ReadBotLogOdds(ref StateReader reader)
    {
        var devices = ImmutableArray.CreateBuilder<DeviceBotLogOdds>(reader.Count(CarriedBotLogOdds.MaxDevices));
        for (var i = devices.Capacity; i > 0; i--)
            devices.Add(new(new(reader.Raw<ulong>()), reader.Sound<BotEvidence>(), reader.Moment()));
        return new() { Devices = devices.DrainToImmutable() };
    }

    private static Excuses ReadExcuses(ref StateReader reader)
    {
        var devices = ImmutableArray.CreateBuilder<DeviceExcuse>(reader.Count(Excuses.MaxDevices));
        for (var i = devices.Capacity; i > 0; i--)
            devices.Add(new(new(reader.Raw<ulong>()), new(ReadGroups(ref reader), reader.Moment())));
        return new() { Devices = devices.DrainToImmutable() };
    }

    internal static GroupSet ReadGroups(ref StateReader reader) => new((byte)reader.Index(1 << EvidenceGroups.Count));

    private static Lifts ReadLifts(ref StateReader reader)
    {
        var (count, all) = (reader.Count(MaxLifts), reader.Count(MaxLifts));
        var devices = ImmutableArray.CreateBuilder<DeviceLift>(reader.Count(Lifts.MaxDevices));
        for (var i = devices.Capacity; i > 0; i--)
            devices.Add(new(new(reader.Raw<ulong>()), reader.Count(MaxLifts)));
        return new() { Count = count, OfAll = all, OfDevices = devices.DrainToImmutable() };
    }

    private static ImmutableArray<Strike> ReadStrikes(ref StateReader reader)
    {
        var strikes = ImmutableArray.CreateBuilder<Strike>(reader.Count(Strikes.MaxDevices));
        for (var i = strikes.Capacity; i > 0; i--)
            strikes.Add(new(new(reader.Raw<ulong>()), reader.Moment(), reader.Flag(), reader.Raw<byte>(), reader.Flag()));
        return strikes.DrainToImmutable();
    }
}

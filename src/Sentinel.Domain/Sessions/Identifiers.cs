using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Sentinel.Domain.Sessions;

/// <summary>The customer that owns the data: <c>[a-z0-9-]{1,32}</c>. It comes from the credential only.</summary>
public readonly partial record struct TenantId
{
    public static readonly TenantId Default = new("default");

    private TenantId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out TenantId tenant)
    {
        tenant = text is not null && Pattern().IsMatch(text) ? new(text) : default;
        return tenant.Value is not null;
    }

    public static TenantId Parse(string text) =>
        TryParse(text, out var tenant) ? tenant : throw new FormatException("A tenant is [a-z0-9-]{1,32}.");

    public override string ToString() => Value;

    [GeneratedRegex("^[a-z0-9-]{1,32}\\z")]
    private static partial Regex Pattern();
}

/// <summary>The tenant's own name for a user: 1–128 of <c>[A-Za-z0-9._:@-]</c>, except <c>.</c>, <c>..</c> and <c>-</c>.</summary>
public readonly partial record struct UserId
{
    /// <summary>Used where a session's user could not be looked up.</summary>
    public static readonly UserId Unknown = new("-");

    private UserId(string value) => Value = value;

    public string Value { get; }

    /// <summary>The rule for user ids that callers send.</summary>
    public const string Rule = "must be 1–128 of [A-Za-z0-9._:@-], and not '.', '..' or '-'";

    /// <summary>Parses a caller's user id. Dots would vanish from a URL's path, and the dash is <see cref="Unknown"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out UserId user)
    {
        user = text is not null and not ("." or ".." or "-") && Pattern().IsMatch(text) ? new(text) : default;
        return user.Value is not null;
    }

    /// <summary>Parses a stored user id, including <see cref="Unknown"/>.</summary>
    public static UserId Parse(string text) =>
        Pattern().IsMatch(text) ? new(text) : throw new FormatException($"A user id {Rule}.");

    public override string ToString() => Value;

    [GeneratedRegex("^[A-Za-z0-9._:@-]{1,128}\\z")]
    private static partial Regex Pattern();
}

/// <summary>One of 256 slots: XxHash64 of UTF-8 <c>tenant\0userId</c>, modulo 256. All of a user's keys share it.</summary>
public readonly record struct Partition(byte Value)
{
    public const int Count = 256;

    public static Partition Of(TenantId tenant, UserId user)
    {
        Span<byte> utf8 = stackalloc byte[32 + 1 + 128];
        var length = Encoding.UTF8.GetBytes(tenant.Value, utf8);
        utf8[length++] = 0;
        length += Encoding.UTF8.GetBytes(user.Value, utf8[length..]);
        return new((byte)(XxHash64.HashToUInt64(utf8[..length]) % Count));
    }

    /// <summary>Three digits, as in <c>{p042}</c>.</summary>
    public override string ToString() => Value.ToString("D3", CultureInfo.InvariantCulture);
}

/// <summary>
/// <c>sNNN-</c> and 32 hex digits: the partition, then 48 bits of server milliseconds and 80 random bits. Only the server creates ids, so
/// any node finds the partition without knowing the user.
/// </summary>
public readonly partial record struct SessionId
{
    /// <summary>The length in characters.</summary>
    public const int Length = 37;

    /// <summary>Used where a record is about a user without a session.</summary>
    public static readonly SessionId None = new("");

    private SessionId(string value) => Value = value;

    public string Value { get; }

    public Partition Partition => new(byte.Parse(Value.AsSpan(1, 3), NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>When the id was created, server time.</summary>
    public DateTimeOffset MintedAt
    {
        get
        {
            var ms = long.Parse(Value.AsSpan(5, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(ms, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        }
    }

    /// <summary>Creates an id in the user's partition; ids sort by time.</summary>
    public static SessionId Mint(Partition partition, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, now.ToUnixTimeMilliseconds());
        time[2..].CopyTo(bytes);
        return new($"s{partition}-{Convert.ToHexStringLower(bytes)}");
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out SessionId session)
    {
        session =
            text is not null && Pattern().IsMatch(text) && int.Parse(text.AsSpan(1, 3), CultureInfo.InvariantCulture) < Partition.Count
                ? new(text)
                : default;
        return session.Value is not null;
    }

    public static SessionId Parse(string text) =>
        TryParse(text, out var session) ? session : throw new FormatException("Not a session id.");

    /// <summary>Like <see cref="Parse"/>, but <see cref="None"/> for an empty text.</summary>
    public static SessionId ParseOrNone(string text) => text.Length == 0 ? None : Parse(text);

    public override string ToString() => Value;

    [GeneratedRegex("^s[0-9]{3}-[0-9a-f]{32}\\z")]
    private static partial Regex Pattern();
}

/// <summary>The tenant's name for a device, stored as a 64-bit hash. 0 means no device.</summary>
public readonly record struct DeviceId(ulong Value)
{
    public static readonly DeviceId None;

    public static DeviceId Of(string? name) => string.IsNullOrEmpty(name) ? None : new(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(name)));
}

/// <summary>
/// 128 random bits that identify a written state: new at every write, so equal ids mean equal states. Unique, not secret.
/// </summary>
public readonly record struct CommitId(UInt128 Value)
{
    public static readonly CommitId None;

    public static CommitId New()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        return new(BinaryPrimitives.ReadUInt128LittleEndian(bytes));
    }

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}

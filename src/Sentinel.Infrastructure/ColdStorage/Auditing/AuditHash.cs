using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>
/// SHA-256 of a row: a version byte, then name and value of every non-null column except hash and erased_at, ordered by name. It hashes the
/// stored values, so a value that Sentinel does not know counts as changed. Both databases give the same hash. A column that is added later
/// is null in older rows, so their hashes stay the same.
/// </summary>
internal sealed class AuditHash(IReadOnlyList<AuditColumn> columns)
{
    private const byte Version = 3;

    private readonly AuditColumn[] _columns =
    [
        .. columns.Where(column => column.Member is not (nameof(AuditRow.Hash) or nameof(AuditRow.ErasedAt)))
            .OrderBy(column => column.Name, StringComparer.Ordinal),
    ];

    public byte[] Of(AuditRow row) => Of(column => column.Value(row));

    /// <param name="value">Returns a column's value in the provider's form.</param>
    public byte[] Of(Func<AuditColumn, object?> value)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        bytes.Write([Version]);
        foreach (var column in _columns)
        {
            if (value(column) is not { } given || given is DBNull)
                continue;
            Text(bytes, column.Name);
            Write(bytes, column.Kind, given);
        }

        return SHA256.HashData(bytes.WrittenSpan);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, ColumnKind kind, object value)
    {
        switch (value)
        {
            case string json when kind == ColumnKind.Json:
                CanonicalJson.Write(bytes, json);
                break;
            case string id when kind == ColumnKind.Id:
                Text(bytes, id.ToLowerInvariant());
                break;
            case string text:
                Text(bytes, text);
                break;
            case Guid id:
                Text(bytes, id.ToString());
                break;
            case DateTimeOffset at:
                Number(bytes, Microseconds(at.UtcDateTime));
                break;
            case DateTime at:
                Number(bytes, Microseconds(at));
                break;
            case long milliseconds when kind == ColumnKind.Time:
                Number(bytes, unchecked(milliseconds * 1000));
                break;
            case long or int or short or bool:
                Number(bytes, Convert.ToInt64(value, null));
                break;
            case double real:
                Real(bytes, real);
                break;
            default:
                Text(bytes, value is byte[] blob ? Convert.ToHexString(blob) : value.ToString() ?? "");
                break;
        }
    }

    /// <summary>Writes the length before the text, so that no two lists of texts have the same bytes.</summary>
    internal static void Text(ArrayBufferWriter<byte> bytes, string text)
    {
        bytes.Write("t"u8);
        var length = Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), length);
        bytes.Advance(sizeof(int));
        Encoding.UTF8.GetBytes(text, bytes.GetSpan(length));
        bytes.Advance(length);
    }

    internal static void Number(ArrayBufferWriter<byte> bytes, long number)
    {
        bytes.Write("i"u8);
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }

    /// <summary>Writes the bits; minus zero as zero, because SQLite stores whole reals as integers.</summary>
    internal static void Real(ArrayBufferWriter<byte> bytes, double real)
    {
        bytes.Write("r"u8);
        BinaryPrimitives.WriteDoubleBigEndian(bytes.GetSpan(sizeof(double)), real == 0 ? 0 : real);
        bytes.Advance(sizeof(double));
    }

    private static long Microseconds(DateTime at) => (at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}

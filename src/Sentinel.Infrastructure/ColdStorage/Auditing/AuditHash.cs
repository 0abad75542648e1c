using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>
/// SHA-256 of a row: a version byte, then every column that never changes in a fixed order, each as a tag and its value. It is taken over
/// what the database holds, not over what we make of it, so that a value that is no longer one of ours counts as changed. Both databases
/// give the same.
/// </summary>
internal sealed class AuditHash(IReadOnlyList<AuditColumn> columns)
{
    private const byte Version = 1;

    /// <summary>
    /// Of a row that has an actor or a target. Whoever adds one to a row, or takes it away, changes the version, and so the hash.
    /// </summary>
    private const byte WithActor = 2;

    /// <summary>
    /// What is hashed, in this order. A column that joins later needs a new version, or every older row would count as changed.
    /// </summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "decided_at",
        "decision_id",
        "tenant",
        "kind",
        "user_id",
        "session_id",
        "stream",
        "sequence",
        "action",
        "sensitivity",
        "decision",
        "trust",
        "risk",
        "phase",
        "degraded",
        "reasons",
        "policy_version",
        "baseline_version",
        "commit_number",
        "commit_id",
        "previous_commit_id",
        "count",
    ];

    /// <summary>
    /// What is hashed after them, in a row that has one of them: rows from before there were such columns keep their hashes.
    /// </summary>
    public static readonly IReadOnlyList<string> Later = ["actor", "target"];

    private readonly AuditColumn[] _columns = Ordered(columns, Names);
    private readonly AuditColumn[] _later = Ordered(columns, Later);

    public byte[] Of(AuditRow row) => Of(column => column.Value(row));

    /// <param name="value">A column's value as the provider takes or gives it.</param>
    public byte[] Of(Func<AuditColumn, object?> value)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        var acted = _later.Any(column => value(column) is not (null or DBNull));
        bytes.Write([acted ? WithActor : Version]);
        foreach (var column in acted ? _columns.Concat(_later) : _columns) Write(bytes, column.Kind, value(column));
        return SHA256.HashData(bytes.WrittenSpan);
    }

    private static AuditColumn[] Ordered(IReadOnlyList<AuditColumn> columns, IReadOnlyList<string> names) =>
        [.. names.Select(name => columns.Single(column => column.Name == name))];

    private static void Write(ArrayBufferWriter<byte> bytes, ColumnKind kind, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                bytes.Write("n"u8);
                break;
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

    /// <summary>A text with its length before it, so that no two lists of texts look the same.</summary>
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

    /// <summary>The bits; minus zero as zero, because SQLite keeps whole reals as integers.</summary>
    internal static void Real(ArrayBufferWriter<byte> bytes, double real)
    {
        bytes.Write("r"u8);
        BinaryPrimitives.WriteDoubleBigEndian(bytes.GetSpan(sizeof(double)), real == 0 ? 0 : real);
        bytes.Advance(sizeof(double));
    }

    private static long Microseconds(DateTime at) => (at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}

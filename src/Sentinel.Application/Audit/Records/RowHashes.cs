namespace Sentinel.Application.Audit.Records;

/// <summary>The rows of a digest, oldest first: for each, its decision id (16 bytes, big-endian) and hash (32 bytes).</summary>
/// <param name="Bytes">48 bytes per row.</param>
public sealed record RowHashes(ReadOnlyMemory<byte> Bytes)
{
    private const int IdLength = 16;
    private const int Length = IdLength + 32;

    public static readonly RowHashes None = new(ReadOnlyMemory<byte>.Empty);

    public int Count => Bytes.Length / Length;

    public static RowHashes Of(IReadOnlyList<(Guid DecisionId, byte[] Hash)> rows)
    {
        var bytes = new byte[rows.Count * Length];
        for (var i = 0; i < rows.Count; i++)
        {
            var row = bytes.AsSpan(i * Length, Length);
            rows[i].DecisionId.TryWriteBytes(row, bigEndian: true, out _);
            rows[i].Hash.CopyTo(row[IdLength..]);
        }

        return new(bytes);
    }

    /// <summary>Skips an incomplete row at the end; the digest over the bytes reveals the damage.</summary>
    public IEnumerable<(Guid DecisionId, ReadOnlyMemory<byte> Hash)> Rows()
    {
        for (var at = 0; at + Length <= Bytes.Length; at += Length)
            yield return (new(Bytes.Span.Slice(at, IdLength), bigEndian: true), Bytes.Slice(at + IdLength, Length - IdLength));
    }
}

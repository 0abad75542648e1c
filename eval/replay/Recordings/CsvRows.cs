using System.Globalization;
using System.IO.Compression;

namespace Sentinel.Replay;

/// <summary>Streams the rows of a <c>.csv.gz</c> without quotes, skipping the header; memory stays constant.</summary>
internal static class CsvRows
{
    public static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) yield return line;
    }

    public static IEnumerable<string[]> Rows(string path) => Lines(path).Select(line => line.Split(','));

    /// <summary>Groups of consecutive rows with the same key, in file order.</summary>
    public static IEnumerable<(string Key, List<string[]> Rows)> Runs(string path, int keyColumns)
    {
        string? key = null;
        List<string[]> run = [];
        foreach (var row in Rows(path))
        {
            var next = string.Join('-', row, 0, keyColumns);
            if (key is not null && next != key)
            {
                yield return (key, run);
                run = [];
            }

            key = next;
            run.Add(row);
        }

        if (key is not null) yield return (key, run);
    }

    public static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Sentinel.Application.Results;

namespace Sentinel.Api.Contracts;

/// <summary>Audit rows as RFC 4180 CSV: commas, CRLF, quotes where a cell needs them.</summary>
internal static class AuditCsv
{
    /// <summary>The members of a row, in declaration order.</summary>
    private static readonly JsonPropertyInfo[] Columns = [.. HotJson.AuditItem.Properties];

    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    public static byte[] Header { get; } = Line(Columns.Select(column => column.Name));

    public static byte[] Line(AuditItem item) => Line(Columns.Select(column => Text(column.Get!(item))));

    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        // A spreadsheet runs such a cell as a formula, also after a tab or line break; the apostrophe makes it text.
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n') text = '\'' + text;
        return text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static byte[] Line(IEnumerable<string?> cells) => Encoding.UTF8.GetBytes(string.Join(',', cells.Select(Cell)) + "\r\n");

    private static string? Text(object? value) => value switch
    {
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        Enum word => WireWord.Named(word),
        ReasonAnswer[] reasons => string.Join(
            ';', reasons.Select(reason => $"{reason.Code}:{Text(reason.Weight)}:{Text(reason.Confidence)}")),
        EvidenceAnswer[] evidence => string.Join(
            ';', evidence.Select(line => $"{line.Code}:{Text(line.Weight)}:{Text(line.Confidence)}:{Text(line.Windows)}")),
        WouldHaveAnswer other => Text(other.Decision),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}

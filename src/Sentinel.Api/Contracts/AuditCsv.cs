using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sentinel.Api.Contracts;

/// <summary>Audit rows as RFC 4180 has them: commas, CRLF, quotes where a cell needs them.</summary>
internal static class AuditCsv
{
    private static readonly (string Name, Func<AuditItem, string?> Cell)[] Columns =
    [
        ("decidedAt", item => item.DecidedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        ("decisionId", item => item.DecisionId.ToString()),
        ("kind", item => Word(item.Kind)),
        ("userId", item => item.UserId),
        ("sessionId", item => item.SessionId),
        ("stream", item => item.Stream),
        ("sequence", item => Number(item.Sequence)),
        ("action", item => item.Action),
        ("sensitivity", item => Word(item.Sensitivity)),
        ("decision", item => Word(item.Decision)),
        ("trust", item => Number(item.Trust)),
        ("risk", item => Number(item.Risk)),
        ("phase", item => item.Phase is { } phase ? Word(phase) : null),
        (
            "reasons",
            item => string.Join(';', item.Reasons.Select(reason => $"{reason.Code}:{Number(reason.Weight)}:{Number(reason.Confidence)}"))
        ),
        ("policyVersion", item => Number(item.PolicyVersion)),
        ("baselineVersion", item => Number(item.BaselineVersion)),
        ("commitNumber", item => Number(item.CommitNumber)),
        ("commitId", item => item.CommitId),
        ("previousCommitId", item => item.PreviousCommitId),
        ("count", item => Number(item.Count)),
        ("actor", item => item.Actor),
        ("target", item => item.Target),
    ];

    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    public static byte[] Header { get; } = Line(Columns.Select(column => column.Name));

    public static byte[] Line(AuditItem item) => Line(Columns.Select(column => column.Cell(item)));

    /// <summary>One cell as it is written.</summary>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        // A spreadsheet runs what begins like this, a tab or a line break before it included; the apostrophe makes it text.
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n') text = '\'' + text;
        return text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static byte[] Line(IEnumerable<string?> cells) => Encoding.UTF8.GetBytes(string.Join(',', cells.Select(Cell)) + "\r\n");

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    private static string? Number(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);
}

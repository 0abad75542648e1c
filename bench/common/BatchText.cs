using System.Globalization;
using System.Text;
using Sentinel.Simulation;

namespace Sentinel.Bench;

/// <summary>The batch bodies of a person's seconds, cut into pieces, so that a request needs only a concatenation.</summary>
internal static class BatchText
{
    /// <summary>
    /// Text at even positions. A digit at odd positions stands for: 0 this second, 1 the next, 2 the session's number, 3 the sequence.
    /// </summary>
    public static readonly IReadOnlyList<string[]> Templates = [.. Second.Generate(60, seed: 5).Select(Pieces)];

    /// <summary>Appends the batch with this sequence for this session.</summary>
    public static void Append(StringBuilder text, int number, long sequence)
    {
        var pieces = Templates[(int)((sequence - 1) % Templates.Count)];
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i % 2 == 0)
                text.Append(pieces[i]);
            else
                text.Append(CultureInfo.InvariantCulture, $"{Value(pieces[i][0])}");
        }

        long Value(char piece) => piece switch
        {
            '0' => MatureSession.Start + sequence - 1,
            '1' => MatureSession.Start + sequence,
            '2' => number,
            _ => sequence,
        };
    }

    private static string[] Pieces(Second second)
    {
        var body = new StringBuilder(
            "{\"userId\":\"u-@2@\",\"stream\":\"main\",\"sequence\":@3@,\"sentAt\":@1@000.5,\"timerResolution\":0.1,"
                + "\"sdk\":\"bench/1\",\"keys\":["
        );
        body.AppendJoin(',', second.Keys.Select(key => $"{{\"code\":\"LETTER_LEFT\",\"down\":{Time(key.Down)},\"up\":{Time(key.Up)}}}"));
        body.Append("],\"pointer\":[");
        body.AppendJoin(
            ',',
            second.Pointer.Select(sample =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"t\":{Time(sample.T)},\"x\":{sample.X},\"y\":{sample.Y},\"type\":\"MOVE\",\"kind\":\"MOUSE\"}}"
                )
            )
        );
        body.Append("],\"signals\":[]}");
        return body.ToString().Split('@');
    }

    private static string Time(double ms) => ms < 1000 ? $"@0@{Within(ms)}" : $"@1@{Within(ms - 1000)}";

    private static string Within(double ms) => Math.Min(ms, 999.9).ToString("000.0", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;

namespace Sentinel.Bench;

/// <summary>
/// A script for wrk that plays the seconds of a person into sessions in turn. The times of a body share their whole second, so that a
/// request costs the script one concatenation.
/// </summary>
internal static class WrkScript
{
    /// <param name="folder">Where the script goes.</param>
    /// <param name="first">The number of the first session that takes turns.</param>
    /// <param name="sessions">How many do.</param>
    /// <param name="from">The sequence of each session's first batch.</param>
    /// <param name="key">The credential.</param>
    /// <param name="pause">ms that a connection waits before its next request; 0 for none.</param>
    /// <returns>The script's path.</returns>
    public static string Write(string folder, int first, int sessions, long from, string key, double pause)
    {
        var partitions = Path.Combine(folder, $"partitions-{first}-{sessions}");
        if (!File.Exists(partitions)) File.WriteAllBytes(partitions, [.. Enumerable.Range(first, sessions).Select(number => Population.Of(number).Session.Partition.Value)]);
        var lua = new StringBuilder("local templates = {\n");
        foreach (var second in Second.Generate(60, seed: 5)) lua.Append("  { ").AppendJoin(", ", Pieces(second)).Append(" },\n");
        lua.Append(CultureInfo.InvariantCulture, $$"""
            }
            local file = io.open("{{partitions}}", "rb")
            local partitions = file:read("*a")
            file:close()
            local first, count, from, start, pause = {{first}}, {{sessions}}, {{from}}, {{MatureSession.Start}}, {{pause}}
            local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer {{key}}" }
            local turn, threads = 0, {}
            refused = 0

            function setup(thread) table.insert(threads, thread) end

            function init() refused = 0 end

            function request()
              local number = first + turn % count
              local sequence = from + math.floor(turn / count)
              turn = turn + 1
              local second, next = string.format("%d", start + sequence - 1), string.format("%d", start + sequence)
              local template = templates[(sequence - 1) % #templates + 1]
              local body = {}
              for i = 1, #template do
                local piece = template[i]
                if piece == 0 then piece = second
                elseif piece == 1 then piece = next
                elseif piece == 2 then piece = number
                elseif piece == 3 then piece = sequence end
                body[i] = piece
              end
              local path = string.format("/api/v1/sessions/s%03d-%032x/batches", string.byte(partitions, number - first + 1), number)
              return wrk.format("POST", path, headers, table.concat(body))
            end

            function response(status, _, body)
              if status ~= 200 or not string.find(body, '"accepted":true', 1, true) then
                refused = refused + 1
                if refused == 1 then print("first refusal: " .. status .. " " .. body) end
              end
            end

            function done()
              local all = 0
              for _, thread in ipairs(threads) do all = all + tonumber(thread:get("refused")) end
              print("refused " .. all)
            end

            """);
        if (pause > 0) lua.Append("function delay() return pause end\n");
        var script = Path.Combine(folder, $"load-{Guid.NewGuid():N}.lua");
        File.WriteAllText(script, lua.ToString());
        return script;
    }

    /// <summary>Strings, and numbers that stand for: 0 this second, 1 the next, 2 the session's number, 3 the sequence.</summary>
    private static IEnumerable<string> Pieces(Second second)
    {
        var body = new StringBuilder("{\"userId\":\"u-@2@\",\"stream\":\"main\",\"sequence\":@3@,\"sentAt\":@1@000.5,\"timerResolution\":0.1,\"sdk\":\"bench/1\",\"keys\":[");
        body.AppendJoin(',', second.Keys.Select(key => $"{{\"code\":\"LETTER_LEFT\",\"down\":{Time(key.Down)},\"up\":{Time(key.Up)}}}"));
        body.Append("],\"pointer\":[");
        body.AppendJoin(',', second.Pointer.Select(sample => string.Create(
            CultureInfo.InvariantCulture, $"{{\"t\":{Time(sample.T)},\"x\":{sample.X},\"y\":{sample.Y},\"type\":\"MOVE\",\"kind\":\"MOUSE\"}}")));
        body.Append("],\"signals\":[]}");
        return body.ToString().Split('@').Select((piece, i) => i % 2 == 0 ? $"'{piece}'" : piece);
    }

    private static string Time(double ms) => ms < 1000 ? $"@0@{Within(ms)}" : $"@1@{Within(ms - 1000)}";

    private static string Within(double ms) => Math.Min(ms, 999.9).ToString("000.0", CultureInfo.InvariantCulture);
}

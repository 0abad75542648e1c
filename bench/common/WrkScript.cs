using System.Globalization;
using System.Text;

namespace Sentinel.Bench;

/// <summary>
/// A wrk script that plays a person's seconds into sessions in turn. It continues after the last run, so sequences have no gaps except
/// requests that were under way when wrk stopped.
/// </summary>
internal static class WrkScript
{
    /// <param name="folder">The script's folder.</param>
    /// <param name="first">The number of the first session.</param>
    /// <param name="sessions">Number of sessions.</param>
    /// <param name="from">The sequence of each session's first batch.</param>
    /// <param name="key">The credential.</param>
    /// <param name="turn">Turns taken before.</param>
    /// <returns>The script's path.</returns>
    public static string Write(string folder, int first, int sessions, long from, long turn, string key)
    {
        var partitions = Path.Combine(folder, $"partitions-{first}-{sessions}");
        if (!File.Exists(partitions))
            File.WriteAllBytes(
                partitions,
                [.. Enumerable.Range(first, sessions).Select(number => Population.Of(number).Session.Partition.Value)]
            );
        var lua = new StringBuilder("local templates = {\n");
        foreach (var pieces in BatchText.Templates)
            lua.Append("  { ").AppendJoin(", ", pieces.Select((piece, i) => i % 2 == 0 ? $"'{piece}'" : piece)).Append(" },\n");
        lua.Append(
            CultureInfo.InvariantCulture,
            $$"""
            }
            local file = io.open("{{partitions}}", "rb")
            local partitions = file:read("*a")
            file:close()
            local first, count, from, start = {{first}}, {{sessions}}, {{from}}, {{MatureSession.Start}}
            local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer {{key}}" }
            local threads = {}
            turn, refused = {{turn}}, 0

            function setup(thread) table.insert(threads, thread) end

            function init() turn, refused = {{turn}}, 0 end

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
              print("refused " .. threads[1]:get("refused"))
              print(string.format("turn %d", threads[1]:get("turn")))
            end

            """);
        var script = Path.Combine(folder, $"load-{Guid.NewGuid():N}.lua");
        File.WriteAllText(script, lua.ToString());
        return script;
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Sentinel.Api.Contracts;
using Sentinel.Domain.Sessions;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>The audit's export as a file.</summary>
public abstract class AuditExportTests(SharedNode parts) : ApiTests(parts)
{
    private const string Export = "/api/v1/audit/export";

    [Fact]
    public async Task Export_WhenNdjson_HasTheSearchsRowsAndOrder()
    {
        var session = await Client.Opened(NewUser());
        await Play(session, new Person(1, Soon), 5);
        await AuditOf(session, 6);
        var answer = (await Client.Get($"{Export}?format=ndjson&sessionId={session.Id}")).Expect(200);
        Assert.Equal(
            ("application/x-ndjson", "attachment; filename=audit.ndjson"),
            (answer.MediaType, answer.Headers["Content-Disposition"].Single())
        );
        Assert.EndsWith("}\n", answer.Body, StringComparison.Ordinal);
        var rows = answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.ToJsonString());
        Assert.Equal((await Client.AuditRows($"sessionId={session.Id}")).Select(row => row.ToJsonString()), rows);
    }

    [Fact]
    public async Task Export_WhenCsv_IsReadByTheStandardAndRunsNoFormula()
    {
        var user = $"@{NewUser()}";
        var action = "a\"quoted\", and\r\nbroken";
        await using var storage = new NodeStorage(Node);
        var at = DateTimeOffset.UtcNow;
        await storage.Append(new[] { "=HYPERLINK(1)", "+1", "-1", "@x", "\tx", action, "plain" }.Select((text, i) =>
            Records.Batch(TenantId.Default, i, user) with { Action = text, DecidedAt = at.AddMilliseconds(-i) }));
        var answer = (await Client.Get($"{Export}?format=csv&userId={user}")).Expect(200);
        Assert.Equal("text/csv", answer.MediaType);
        var rows = Parse(answer.Body);
        var (header, cells) = (rows[0].ToList(), rows.Skip(1).ToList());
        Assert.All(cells, row => Assert.Equal(header.Count, row.Count));
        Assert.Equal(["'=HYPERLINK(1)", "'+1", "'-1", "'@x", "'\tx", action, "plain"], cells.Select(row => row[header.IndexOf("action")]));
        Assert.All(cells, row => Assert.Equal($"'{user}", row[header.IndexOf("userId")]));
        Assert.All(cells, row => Assert.Equal("physics.key_hold:1.25:0.7;pattern.narrow_hold:-0.31:0.1", row[header.IndexOf("reasons")]));
        var listed = await Client.AuditRows($"userId={user}");
        Assert.Equal(listed.Select(row => (string)row["decisionId"]!), cells.Select(row => row[header.IndexOf("decisionId")]));
    }

    [Fact]
    public async Task Export_WhenThereAreManyRows_HasEachOnce()
    {
        var user = NewUser();
        await using var storage = new NodeStorage(Node);
        var records = Enumerable.Range(0, 2_500).Select(i => Records.Batch(TenantId.Default, i / 3, user)).ToList();
        await storage.Append(records);
        var lines = (await Client.Get($"{Export}?userId={user}")).Expect(200).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            records.Select(record => record.DecisionId.ToString()).Order(),
            lines.Select(line => (string)JsonNode.Parse(line)!["decisionId"]!).Order()
        );
        Assert.Equal(
            834,
            (
                await Client.Get($"{Export}?userId={user}&to={Uri.EscapeDataString(Records.Start.AddMilliseconds(278).ToString("O"))}")
            ).Body.Count(c => c == '\n')
        );
    }

    [Fact]
    public async Task Export_WhenTheClientGoesAway_EndsWithoutAnError()
    {
        var user = NewUser();
        await using var storage = new NodeStorage(Node);
        await storage.Append(Enumerable.Range(0, 10_000).Select(i => Records.Batch(TenantId.Default, i, user)));
        var before = Node.Log.Length;
        using (var http = new HttpClient())
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Node.Address, $"{Export}?userId={user}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Node.Settings.AdminKey);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1000]);
        }

        await Probe.Until(async () => (await Client.Get("/health/ready")).Number == 200, "the node answers");
        Assert.DoesNotContain("failed", Node.Log[before..], StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", Node.Log[before..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WhenAskedForNonsense_SaysWhatIsWrong()
    {
        Assert.Equal(["format"], (await Client.Get($"{Export}?format=xml")).Expect(422).ErrorPaths);
        Assert.Equal(["decision", "format"], (await Client.Get($"{Export}?format=xml&decision=MAYBE")).Expect(422).ErrorPaths.Order());
        Assert.Equal("", (await Client.Get($"{Export}?userId={NewUser()}")).Expect(200).Body);
        Assert.Equal(
            Encoding.UTF8.GetString(AuditCsv.Header),
            (await Client.Get($"{Export}?format=csv&userId={NewUser()}")).Expect(200).Body
        );
    }

    /// <summary>Parses CSV according to RFC 4180.</summary>
    private static List<List<string>> Parse(string text)
    {
        List<List<string>> rows = [];
        List<string> row = [];
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (text[i] == '"') quoted = !quoted;
            else if (quoted || text[i] is not (',' or '\r')) cell.Append(text[i]);
            else
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (text[i] != '\r') continue;
                Assert.Equal('\n', text[++i]);
                rows.Add(row);
                row = [];
            }
        }

        Assert.False(quoted);
        Assert.Empty(row);
        return rows;
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class AuditExportOnEmbeddedParts(EmbeddedParts parts) : AuditExportTests(parts);

[Collection(ServedNode.Name)]
public sealed class AuditExportOnServedParts(ServedParts parts) : AuditExportTests(parts);

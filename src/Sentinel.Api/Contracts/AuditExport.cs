using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Application.Audit.Records;

namespace Sentinel.Api.Contracts;

/// <summary>
/// Writes rows as they are read. The status is sent with the first row, so an unavailable database gets 503. If it fails later, the
/// connection breaks, because an incomplete file must not look complete. If the client goes away, reading stops.
/// </summary>
internal sealed class AuditExport(IAsyncEnumerable<AuditRecord> rows, string format) : IActionResult
{
    /// <summary>Bytes to buffer before waiting for the client.</summary>
    private const int Piece = 32 * 1024;

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (response, gone) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        try
        {
            await using var row = rows.GetAsyncEnumerator(gone);
            var any = await row.MoveNextAsync();
            var csv = format == "csv";
            response.ContentType = csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8";
            response.Headers.ContentDisposition = $"attachment; filename=audit.{format}";
            response.Headers.CacheControl = "no-store";
            if (csv) response.BodyWriter.Write(AuditCsv.Header);
            using var json = new Utf8JsonWriter(response.BodyWriter);
            for (; any; any = await row.MoveNextAsync())
            {
                var item = AuditItem.Of(row.Current);
                if (csv) response.BodyWriter.Write(AuditCsv.Line(item));
                else Line(json, response.BodyWriter, item);
                if (response.BodyWriter.UnflushedBytes >= Piece) await response.BodyWriter.FlushAsync(gone);
            }

            await response.BodyWriter.FlushAsync(gone);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The client has gone away.
        }
    }

    private static void Line(Utf8JsonWriter json, PipeWriter body, AuditItem item)
    {
        JsonSerializer.Serialize(json, item, HotJson.AuditItem);
        json.Flush();
        json.Reset();
        body.Write("\n"u8);
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Sentinel.Application.Audit.Records;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.Spool;

/// <summary>One record as one line of JSON.</summary>
internal static class SpoolLine
{
    public static byte[] Write(AuditRecord record) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(AuditRow.From(record), SpoolJsonContext.Default.AuditRow), (byte)'\n'];

    /// <summary>Null for a line that a crash cut off, or that is not a record.</summary>
    public static AuditRecord? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SpoolJsonContext.Default.AuditRow)?.ToRecord();
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(AuditRow))]
internal sealed partial class SpoolJsonContext : JsonSerializerContext;

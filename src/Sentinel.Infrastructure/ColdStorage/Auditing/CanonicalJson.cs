using System.Buffers;
using System.Text.Json;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>A form of JSON without spaces, member order and number spelling, which PostgreSQL's jsonb does not preserve.</summary>
internal static class CanonicalJson
{
    /// <summary>Appends the document; a text that is not JSON is appended as text.</summary>
    public static void Write(ArrayBufferWriter<byte> bytes, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            Write(bytes, document.RootElement);
        }
        catch (JsonException)
        {
            AuditHash.Text(bytes, json);
        }
    }

    private static void Write(ArrayBufferWriter<byte> bytes, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).ToList();
                bytes.Write("o"u8);
                AuditHash.Number(bytes, members.Count);
                foreach (var member in members)
                {
                    AuditHash.Text(bytes, member.Name);
                    Write(bytes, member.Value);
                }

                break;
            case JsonValueKind.Array:
                bytes.Write("a"u8);
                AuditHash.Number(bytes, element.GetArrayLength());
                foreach (var item in element.EnumerateArray()) Write(bytes, item);
                break;
            case JsonValueKind.Number:
                AuditHash.Real(bytes, element.GetDouble());
                break;
            case JsonValueKind.String:
                AuditHash.Text(bytes, element.GetString()!);
                break;
            default:
                bytes.Write([(byte)'k', (byte)element.ValueKind]);
                break;
        }
    }
}

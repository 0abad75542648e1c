using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>A column of the table audit, for the bulk writers. It is read from the model, so a new member needs no second list.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Member">The member of <see cref="AuditRow"/>.</param>
/// <param name="Type">The store's type.</param>
/// <param name="Kind">The kind of its values, in either database.</param>
/// <param name="ToStore">Converts a member's value for the provider.</param>
/// <param name="Value">The row's value as the provider takes it; null if absent.</param>
internal sealed record AuditColumn(
    string Name, string Member, string Type, ColumnKind Kind, Func<object?, object?> ToStore, Func<AuditRow, object?> Value)
{
    public static IReadOnlyList<AuditColumn> Of(SentinelDbContext context) =>
        [.. context.Model.FindEntityType(typeof(AuditRow))!.GetProperties().Select(Of)];

    private static AuditColumn Of(IProperty property)
    {
        var read = property.PropertyInfo!.GetMethod!;
        var convert = property.GetTypeMapping().Converter?.ConvertToProvider ?? (value => value);
        return new(
            property.GetColumnName(), property.Name, property.GetColumnType(), KindOf(property), convert,
            row => read.Invoke(row, null) is { } value ? convert(value) : null);
    }

    private static ColumnKind KindOf(IProperty property) =>
        AuditRow.Json.Contains(property.Name) ? ColumnKind.Json :
        property.ClrType == typeof(Guid) ? ColumnKind.Id :
        property.ClrType == typeof(DateTimeOffset) ? ColumnKind.Time : ColumnKind.Plain;
}

/// <summary>Values that the two databases store in different forms.</summary>
internal enum ColumnKind { Plain, Id, Time, Json }

using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Sentinel.Application.Results;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>Stores enums as their wire words: rows are readable in psql, and renumbering an enum cannot change history.</summary>
internal sealed class WireName<T>() : ValueConverter<T, string>(value => WireWord.Of(value), text => WireWord.Parse<T>(text))
    where T : struct, Enum;

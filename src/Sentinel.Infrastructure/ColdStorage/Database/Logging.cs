using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Sentinel.Infrastructure.ColdStorage.Database;

internal static class Logging
{
    /// <summary>
    /// A command that fails throws, and whoever catches it says so once. EF Core would log it as an error besides: each outage over and
    /// over, and the first start's question for a migration table that is not there yet.
    /// </summary>
    public static DbContextOptionsBuilder LeaveErrorsToCallers(this DbContextOptionsBuilder builder) =>
        builder.ConfigureWarnings(warnings => warnings.Log(
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.ConnectionError, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug)));
}

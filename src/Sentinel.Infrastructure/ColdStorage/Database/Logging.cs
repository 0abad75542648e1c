using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Sentinel.Infrastructure.ColdStorage.Database;

internal static class Logging
{
    /// <summary>
    /// A failed command throws, and its caller logs it once. EF Core's own errors would repeat each outage, and report the missing
    /// migration table at the first start.
    /// </summary>
    public static DbContextOptionsBuilder LeaveErrorsToCallers(this DbContextOptionsBuilder builder) =>
        builder.ConfigureWarnings(warnings => warnings.Log(
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.ConnectionError, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug)));
}

using Sentinel.Application.Results;

namespace Sentinel.Application.Lists;

internal static class ListFaults
{
    public static readonly Fault Unknown = new(
        FaultKind.NotFound, "list_entry_unknown", "There is no such entry. GET /api/v1/lists shows those that count.");

    public static readonly Fault TooMany = new(
        FaultKind.Conflict,
        "too_many_list_entries",
        $"There are {MakeListEntry.Most:N0} live entries, which is the most. End some that are not needed, or list a network instead of "
            + "its addresses."
    );
}

using Sentinel.Application.Results;

namespace Sentinel.Application.Reviews;

internal static class ReviewFaults
{
    public static readonly Fault Unknown = new(
        FaultKind.NotFound, "review_unknown", "There is no such case. GET /api/v1/review lists those of the queue.");

    public static readonly Fault Claimed = new(
        FaultKind.Conflict, "review_claimed", "Somebody else works on this case. Their claim ends at claimedUntil; take another one.");

    public static readonly Fault Done = new(FaultKind.Conflict, "review_done", "The case has been labelled. Only open cases are claimed.");
}

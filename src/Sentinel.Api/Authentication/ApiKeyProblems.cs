using Sentinel.Api.Errors;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Api.Authentication;

/// <summary>The problem for each status of an unusable key.</summary>
internal static class ApiKeyProblems
{
    public static readonly Problems Expired = new(
        401,
        "key_expired",
        "Key expired",
        "This API key has expired. Send its successor, or a new one."
    );

    public static readonly Problems Revoked = new(401, "key_revoked", "Key revoked", "This API key was revoked. Send another one.");

    public static readonly Problems Unavailable =
        new(503, "keys_unavailable", "Keys unavailable", "The API key cannot be checked at the moment. Try again shortly.");

    public static Problems Of(ApiKeyStatus status) => status switch
    {
        ApiKeyStatus.Expired => Expired,
        ApiKeyStatus.Revoked => Revoked,
        ApiKeyStatus.Undecided => Unavailable,
        _ => Problems.Unauthorized,
    };
}

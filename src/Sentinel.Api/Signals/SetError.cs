using System.Text.Json.Serialization;

namespace Sentinel.Api.Signals;

/// <summary>Why a Security Event Token was not taken: RFC 8935, section 2.3.</summary>
/// <param name="Err">An error code of section 2.4, such as <c>invalid_issuer</c>.</param>
/// <param name="Description">For people.</param>
public sealed record SetError(string Err, string Description)
{
    internal static SetError Request(string description) => new("invalid_request", description);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SetError))]
internal sealed partial class SetJson : JsonSerializerContext;

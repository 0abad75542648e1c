namespace Sentinel.Api.Contracts;

/// <summary>One field that is wrong.</summary>
/// <param name="Path">Where, as sent: <c>keys[3].down</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record FieldError(string Path, string Message);

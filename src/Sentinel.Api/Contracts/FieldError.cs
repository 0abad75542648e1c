namespace Sentinel.Api.Contracts;

/// <summary>One invalid field.</summary>
/// <param name="Path">The field, as sent: <c>keys[3].down</c>.</param>
/// <param name="Message">What is wrong, and what is expected.</param>
public sealed record FieldError(string Path, string Message);

namespace Sentinel.Api.OpenApi;

/// <summary>Documents one error of a call.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">The problem's stable code.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FailsAttribute(int status, string code) : Attribute
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}

namespace Sentinel.Api.OpenApi;

/// <summary>Names the body of an action that reads it itself.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsAttribute(Type body) : Attribute
{
    public Type Body => body;
}

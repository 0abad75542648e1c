using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FluentValidation;

namespace Sentinel.Application.Results;

/// <summary>Names faulty fields as the caller wrote them: camel case, the last member of the rule.</summary>
internal static class FieldNames
{
    /// <summary>Runs before any validator of this assembly is created, because a validator names its fields at its creation.</summary>
#pragma warning disable CA2255 // No other place runs before every validator is created.
    [ModuleInitializer]
    internal static void Use() => ValidatorOptions.Global.PropertyNameResolver = Of;
#pragma warning restore CA2255

    private static string? Of(Type type, MemberInfo? member, LambdaExpression? rule) =>
        (member ?? Last(rule?.Body))?.Name is { } name ? JsonNamingPolicy.CamelCase.ConvertName(name) : null;

    private static MemberInfo? Last(Expression? body) => body switch
    {
        MemberExpression member => member.Member,
        BinaryExpression { NodeType: ExpressionType.Coalesce } either => Last(either.Left),
        UnaryExpression converted => Last(converted.Operand),
        _ => null,
    };
}

using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FluentValidation;

namespace Sentinel.Application.Results;

/// <summary>Names the fields that validators complain about as the caller wrote them: camel case, the last member of the rule.</summary>
internal static class FieldNames
{
    /// <summary>Before any validator of this assembly is made, by whomever: a validator names its fields when it is made.</summary>
#pragma warning disable CA2255 // There is no other place that comes before every validator.
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

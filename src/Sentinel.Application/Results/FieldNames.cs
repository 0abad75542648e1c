using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;

namespace Sentinel.Application.Results;

/// <summary>Names the fields that validators complain about as the caller wrote them: camel case, the last member of the rule.</summary>
internal static class FieldNames
{
    /// <summary>For <c>ValidatorOptions.Global.PropertyNameResolver</c>.</summary>
    public static string? Of(Type type, MemberInfo? member, LambdaExpression? rule) =>
        (member ?? Last(rule?.Body))?.Name is { } name ? JsonNamingPolicy.CamelCase.ConvertName(name) : null;

    private static MemberInfo? Last(Expression? body) => body switch
    {
        MemberExpression member => member.Member,
        BinaryExpression { NodeType: ExpressionType.Coalesce } either => Last(either.Left),
        UnaryExpression converted => Last(converted.Operand),
        _ => null,
    };
}

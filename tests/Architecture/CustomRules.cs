using System.Reflection;
using Mono.Cecil;
using NetArchTest.Rules;
using Sentinel.Domain.Detection;

namespace Sentinel.Architecture.Tests;

/// <summary>Instance fields are read-only.</summary>
internal sealed class KeepsNoState : ICustomRule
{
    public bool MeetsRule(TypeDefinition type) => type.Fields.All(field => field.IsInitOnly || field.IsLiteral);
}

/// <summary>The namespace ends with the family of the detector's reason. The reason is public, so that the catalog finds it.</summary>
internal sealed class LivesWithItsFamily : ICustomRule
{
    public bool MeetsRule(TypeDefinition type)
    {
        var detector = Assembly.Load(type.Module.Assembly.FullName).GetType(type.FullName)!;
        var reason = (ReasonCode)
            detector
                .GetProperty(nameof(IDetector<Sentinel.Domain.Features.KeyWindow>.Reason))!
                .GetValue(Activator.CreateInstance(detector))!;
        return type.Namespace.EndsWith($".{reason.Family}", StringComparison.Ordinal);
    }
}

/// <summary>Properties have no setter or an init setter.</summary>
internal sealed class HasNoPublicSetter : ICustomRule
{
    public bool MeetsRule(TypeDefinition type) => type.Properties.All(property =>
        property.SetMethod is not { IsPublic: true } setter
        || setter.ReturnType is RequiredModifierType { ModifierType.Name: "IsExternalInit" });
}

/// <summary>Hangfire stores and shows only numbers, because a text could be a user's id.</summary>
internal sealed class TakesNumbersAlone : ICustomRule
{
    private static readonly string[] Allowed =
    [
        "System.Int32",
        "System.Int64",
        "System.Byte",
        "System.Guid",
        "System.Int32[]",
        "System.Threading.CancellationToken",
    ];

    public bool MeetsRule(TypeDefinition type) => type.Methods.Where(method => method.IsPublic && !method.IsConstructor)
        .SelectMany(method => method.Parameters).All(parameter => Allowed.Contains(parameter.ParameterType.FullName));
}

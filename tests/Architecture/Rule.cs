using System.Reflection;
using NetArchTest.Rules;

namespace Sentinel.Architecture.Tests;

/// <summary>One rule about the product's types. A violating type of this assembly proves that the rule can still fail.</summary>
/// <param name="Name">What the rule requires, in words.</param>
/// <param name="Assembly">The assembly that the rule applies to.</param>
/// <param name="Selects">Selects the types; must select at least one.</param>
/// <param name="Demands">The condition that each selected type meets.</param>
/// <param name="Violator">A type that does not meet the condition.</param>
public sealed record Rule(
    string Name, Assembly Assembly, Func<Predicates, PredicateList> Selects, Func<Conditions, ConditionList> Demands, Type Violator)
{
    public IReadOnlyList<string> Selected => [.. Selects(Types.InAssembly(Assembly).That()).GetTypes().Select(type => type.FullName!)];

    public IReadOnlyList<string> Violations => Failing(Demands(Selects(Types.InAssembly(Assembly).That()).Should()));

    /// <summary>The condition's violations, checked on the violating type alone.</summary>
    public IReadOnlyList<string> ViolationsOfFixture =>
        Failing(
            Demands(Types.InAssembly(Violator.Assembly).That().ResideInNamespace(Violator.Namespace).And().HaveName(Violator.Name).Should())
        );

    public override string ToString() => Name;

    private static List<string> Failing(ConditionList conditions) => conditions.GetResult().FailingTypeNames?.ToList() ?? [];
}

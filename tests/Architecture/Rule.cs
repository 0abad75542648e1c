using System.Reflection;
using NetArchTest.Rules;

namespace Sentinel.Architecture.Tests;

/// <summary>
/// One rule over the product: which types it is about, what must hold of them, and a type of this assembly that breaks it, so that a rule
/// which can no longer fail is noticed.
/// </summary>
/// <param name="Name">What it says.</param>
/// <param name="Assembly">Where it holds.</param>
/// <param name="Selects">Its types; must be some.</param>
/// <param name="Demands">What holds of each.</param>
/// <param name="Violator">A type of which it does not hold.</param>
public sealed record Rule(
    string Name, Assembly Assembly, Func<Predicates, PredicateList> Selects, Func<Conditions, ConditionList> Demands, Type Violator)
{
    public IReadOnlyList<string> Selected => [.. Selects(Types.InAssembly(Assembly).That()).GetTypes().Select(type => type.FullName!)];

    public IReadOnlyList<string> Violations => Failing(Demands(Selects(Types.InAssembly(Assembly).That()).Should()));

    /// <summary>What the demand says of the violating fixture alone.</summary>
    public IReadOnlyList<string> ViolationsOfFixture =>
        Failing(
            Demands(Types.InAssembly(Violator.Assembly).That().ResideInNamespace(Violator.Namespace).And().HaveName(Violator.Name).Should())
        );

    public override string ToString() => Name;

    private static List<string> Failing(ConditionList conditions) => conditions.GetResult().FailingTypeNames?.ToList() ?? [];
}

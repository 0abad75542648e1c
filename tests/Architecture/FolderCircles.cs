using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Sentinel.Architecture.Tests;

/// <summary>Finds namespaces of one assembly that depend on each other in a circle. In this repository, a namespace is a folder.</summary>
internal static class FolderCircles
{
    /// <returns>One line for each pair of namespaces that reach each other, with a type on each side; empty if there is no
    /// circle.</returns>
    /// <param name="path">The assembly's file.</param>
    /// <param name="within">Only namespaces with this prefix are checked.</param>
    public static IReadOnlyList<string> Of(string path, string within)
    {
        using var module = ModuleDefinition.ReadModule(path);
        var edges = new Dictionary<string, Dictionary<string, string>>();
        foreach (var type in module.GetAllTypes())
        {
            foreach (var used in Used(type).Where(used => used.Scope == module))
            {
                var (from, to) = (Space(type), Space(used));
                if (from == to || !from.StartsWith(within, StringComparison.Ordinal) || !to.StartsWith(within, StringComparison.Ordinal))
                    continue;
                if (!edges.TryGetValue(from, out var targets))
                    edges[from] = targets = [];
                targets.TryAdd(to, $"{Outer(type).Name} uses {Outer(used).Name}");
            }
        }

        return [.. edges.SelectMany(edge => edge.Value
            .Where(target => Reaches(edges, target.Key, edge.Key))
            .Select(target => $"{edge.Key} -> {target.Key}: {target.Value}"))];
    }

    private static bool Reaches(Dictionary<string, Dictionary<string, string>> edges, string from, string to)
    {
        var (seen, next) = (new HashSet<string>(), new Stack<string>([from]));
        while (next.TryPop(out var space))
        {
            if (space == to)
                return true;
            if (seen.Add(space) && edges.TryGetValue(space, out var targets))
            {
                foreach (var target in targets.Keys)
                    next.Push(target);
            }
        }

        return false;
    }

    /// <summary>All types that the type's declarations and method bodies reference.</summary>
    private static IEnumerable<TypeReference> Used(TypeDefinition type)
    {
        List<TypeReference?> used = [type.BaseType];
        used.AddRange(type.Interfaces.Select(one => one.InterfaceType));
        used.AddRange(type.Fields.Select(field => field.FieldType));
        used.AddRange(type.CustomAttributes.Select(attribute => attribute.AttributeType));
        used.AddRange(
            type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType)
        );
        foreach (var method in type.Methods)
        {
            used.Add(method.ReturnType);
            used.AddRange(method.Parameters.Select(parameter => parameter.ParameterType));
            used.AddRange(method.CustomAttributes.Select(attribute => attribute.AttributeType));
            if (!method.HasBody)
                continue;
            used.AddRange(method.Body.Variables.Select(variable => variable.VariableType));
            foreach (var instruction in method.Body.Instructions)
            {
                if (instruction.Operand is TypeReference named)
                    used.Add(named);
                else if (instruction.Operand is MemberReference member)
                    used.AddRange([member.DeclaringType, .. Signature(member)]);
            }
        }

        return used.OfType<TypeReference>().SelectMany(Parts);
    }

    private static IEnumerable<TypeReference> Signature(MemberReference member) => member switch
    {
        GenericInstanceMethod method => [.. method.GenericArguments, .. Signature(method.ElementMethod)],
        MethodReference method => [method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)],
        FieldReference field => [field.FieldType],
        _ => [],
    };

    /// <summary>The type and, if it is generic, an array or a reference, its component types.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        _ => [type],
    };

    private static TypeReference Outer(TypeReference type) => type.DeclaringType is { } outer ? Outer(outer) : type;

    private static string Space(TypeReference type) => Outer(type).Namespace;
}

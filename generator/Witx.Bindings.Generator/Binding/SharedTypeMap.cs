using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Maps the type names of a document to C# types that a class of shared types or the base class declares.</summary>
/// <param name="width">The width of guest addresses.</param>
internal sealed class SharedTypeMap(PointerWidth width)
{
    private readonly Dictionary<string, SharedType> _types = [];

    /// <summary>Finds the C# type of a type name; null if the class declares it itself.</summary>
    public SharedType? Find(string name) => _types.TryGetValue(name, out SharedType? type) ? type : null;

    /// <summary>Adds the types that a class of shared types declares compatibly.</summary>
    public void Add(
        WitxDocument document, SharedTypesClass sharedClass, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        if (SharedTypesResolver.Resolve(sharedClass, files, build, cancellation) is not { } shared)
        {
            return;
        }

        CSharpNaming naming = new(sharedClass.Names);
        TypeBinder binder = TypeBinder.Declare(shared, sharedClass.Name.Substring(sharedClass.Name.LastIndexOfAny(['.', ':']) + 1), naming);
        Add(document, shared, binder, naming, TypeScope.SharedTypes);
    }

    /// <summary>Adds the types that a binder has declared compatibly.</summary>
    /// <param name="document">The document whose type names are mapped.</param>
    /// <param name="other">The document of the other class.</param>
    /// <param name="binder">The types of the other class.</param>
    /// <param name="naming">The naming of the other class.</param>
    /// <param name="scope">The other class: a base class, or the class of shared types.</param>
    public void Add(WitxDocument document, WitxDocument other, TypeBinder binder, CSharpNaming naming, TypeScope scope)
    {
        TypeCompatibility match = new(binder.Width == width);
        HashSet<string> declared = [.. binder.Types.Select(static type => type.Name)];
        Dictionary<string, TypeDefinition> others = other.Types.ToDictionary(static type => type.Name);
        foreach (TypeDefinition definition in document.Types)
        {
            if (_types.ContainsKey(definition.Name)
                || !others.TryGetValue(definition.Name, out TypeDefinition? candidate)
                || !match.IsSuperset(candidate, definition))
            {
                continue;
            }

            if (binder.FindShared(candidate) is { } elsewhere)
            {
                _types.Add(definition.Name, elsewhere);
            }
            else if (binder.GetType(candidate) is { } type && declared.Contains(type.Name))
            {
                _types.Add(definition.Name, new SharedType(type with { Scope = scope }, naming));
            }
        }
    }
}

/// <summary>A C# type that another class declares.</summary>
/// <param name="Type">The C# type.</param>
/// <param name="MemberNaming">The naming of its members.</param>
internal sealed record SharedType(CSharpType Type, CSharpNaming MemberNaming);

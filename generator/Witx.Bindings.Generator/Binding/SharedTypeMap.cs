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
    public void Add(WitxDocument document, SharedTypesClass sharedClass, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        if (SharedTypesResolver.Resolve(sharedClass, files, build, cancellation) is not { } shared)
        {
            return;
        }

        CSharpNaming naming = new(sharedClass.Names);
        TypeBinder binder = TypeBinder.Declare(shared, sharedClass.Name.Substring(sharedClass.Name.LastIndexOfAny(['.', ':']) + 1), naming);
        Add(document, shared, binder, naming, CSharpNaming.SharedTypesAlias + ".");
    }

    /// <summary>Adds the types that a binder has declared compatibly.</summary>
    public void Add(WitxDocument document, WitxDocument other, TypeBinder binder, CSharpNaming naming, string prefix)
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
            else if (binder.GetName(candidate) is { } name && declared.Contains(name))
            {
                _types.Add(definition.Name, new SharedType(prefix + name, naming));
            }
        }
    }
}

/// <summary>A C# type that another class declares.</summary>
/// <param name="Name">The C# name.</param>
/// <param name="MemberNaming">The naming of its members.</param>
internal sealed record SharedType(string Name, CSharpNaming MemberNaming);

using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Where else a typename of a document has its C# type: in a class of shared types, or in the base class.</summary>
/// <param name="width">The width of the addresses of the document's guests.</param>
internal sealed class SharedTypeMap(PointerWidth width)
{
    private readonly Dictionary<string, SharedType> _types = [];

    /// <summary>The C# type of a typename that is declared elsewhere; null for one that is declared here.</summary>
    public SharedType? Find(string name) => _types.TryGetValue(name, out SharedType? type) ? type : null;

    /// <summary>Finds the types of a document in a class of shared types.</summary>
    public void Add(WitxDocument document, SharedTypesClass home, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        if (SharedTypesResolver.Resolve(home, files, build, cancellation) is not { } shared)
        {
            return;
        }

        CSharpNaming naming = new(home.Names);
        TypeBinder binder = TypeBinder.Declare(shared, home.Name.Substring(home.Name.LastIndexOfAny(['.', ':']) + 1), naming);
        Add(document, shared, binder, naming, CSharpNaming.SharedTypesAlias + ".");
    }

    /// <summary>Finds the types of a document among those that a binder has declared.</summary>
    public void Add(WitxDocument document, WitxDocument home, TypeBinder binder, CSharpNaming naming, string prefix)
    {
        TypeCompatibility match = new(binder.Width == width);
        HashSet<string> declared = [.. binder.Types.Select(static type => type.Name)];
        Dictionary<string, TypeDefinition> wide = home.Types.ToDictionary(static type => type.Name);
        foreach (TypeDefinition narrow in document.Types)
        {
            if (_types.ContainsKey(narrow.Name)
                || !wide.TryGetValue(narrow.Name, out TypeDefinition? definition)
                || !match.IsSuperset(definition, narrow))
            {
                continue;
            }

            if (binder.FindShared(definition) is { } elsewhere)
            {
                _types.Add(narrow.Name, elsewhere);
            }
            else if (binder.GetName(definition) is { } name && declared.Contains(name))
            {
                _types.Add(narrow.Name, new SharedType(prefix + name, naming));
            }
        }
    }
}

/// <summary>A C# type that is declared elsewhere.</summary>
/// <param name="Name">How C# names it.</param>
/// <param name="MemberNaming">How the names of its members came about.</param>
internal sealed record SharedType(string Name, CSharpNaming MemberNaming);

using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Where else a typename of a document has its C# type: in a class of shared types, or in the base class.</summary>
/// <param name="width">The width of the addresses of the document's guests.</param>
internal sealed class SharedTypeMap(PointerWidth width)
{
    /// <summary>The name of the class of shared types, in the file that is written.</summary>
    public const string Alias = "WitxTypes";

    private readonly Dictionary<string, SharedType> _types = [];

    /// <summary>The C# type of a typename that is declared elsewhere; null for one that is declared here.</summary>
    public SharedType? Find(string name) => _types.TryGetValue(name, out SharedType? type) ? type : null;

    /// <summary>Finds the types of a document in a class of shared types.</summary>
    public void Add(WitxDocument document, TypesHome home, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        if (Resolve(home, files, build, cancellation) is not { } shared)
        {
            return;
        }

        Naming naming = new(home.Names);
        TypeBinder binder = TypeBinder.Declare(shared, home.Name.Substring(home.Name.LastIndexOfAny(['.', ':']) + 1), naming);
        Add(document, shared, binder, naming, Alias + ".");
    }

    /// <summary>Finds the types of a document among those that a binder has declared.</summary>
    public void Add(WitxDocument document, WitxDocument home, TypeBinder binder, Naming naming, string prefix)
    {
        TypeCompatibility match = new(binder.Width == width);
        HashSet<string> declared = [.. binder.Types.Select(static type => type.Name)];
        Dictionary<string, TypeDefinition> wide = home.Types.ToDictionary(static type => type.Name);
        foreach (TypeDefinition narrow in document.Types)
        {
            if (_types.ContainsKey(narrow.Name)
                || !wide.TryGetValue(narrow.Name, out TypeDefinition? definition)
                || !match.Holds(definition, narrow))
            {
                continue;
            }

            if (binder.Home(definition) is { } elsewhere)
            {
                _types.Add(narrow.Name, elsewhere);
            }
            else if (binder.NameOf(definition) is { } name && declared.Contains(name))
            {
                _types.Add(narrow.Name, new SharedType(prefix + name, naming));
            }
        }
    }

    /// <summary>What the files behind a class of shared types mean; null where they are not there.</summary>
    public static WitxDocument? Resolve(TypesHome home, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        if (home.Carried.Count > 0)
        {
            ImmutableArray<WitxFile> carried = [.. home.Carried.Select(static file => WitxFile.Parse(file.Path, file.Text))];
            return WitxResolver.Resolve([carried[0]], new WitxFileSet(carried), Suggestions.None, cancellation);
        }

        return WitxFileLookup.Find(files, home.Path, build.ProjectDirectory) is { } file
            ? WitxResolver.Resolve([file], files, Suggestions.None, cancellation)
            : null;
    }
}

/// <summary>A C# type that is declared elsewhere.</summary>
/// <param name="Name">How C# names it.</param>
/// <param name="Naming">How the names of its members came about.</param>
internal sealed record SharedType(string Name, Naming Naming);

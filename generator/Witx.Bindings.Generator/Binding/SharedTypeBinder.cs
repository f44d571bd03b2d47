using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Finds the types of a module that another class has already: those of the same name whose values it can hold unchanged.</summary>
internal static class SharedTypeBinder
{
    /// <summary>The name of the other class in the file that is written.</summary>
    public const string Alias = "WitxTypes";

    public static IReadOnlyDictionary<string, string> Bind(WitxDocument document, SharedTypes? shared, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        if (shared is null || Documents.Find(files, shared.Path, build.ProjectDirectory) is not { } file)
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        WitxDocument other = WitxResolver.Resolve(file, files, cancellation);
        NameScope names = new(shared.Name.Substring(shared.Name.LastIndexOf('.') + 1));
        Dictionary<string, string> bound = [];
        Dictionary<string, TypeDefinition> own = document.Types.ToDictionary(static type => type.Name);
        foreach (TypeDefinition type in other.Types)
        {
            if (!TypeBinder.IsDeclared(type.Type) && type.Constants.IsEmpty)
            {
                continue;
            }

            string name = names.Take(Naming.Pascal(type.Name), "Type");
            if (own.TryGetValue(type.Name, out TypeDefinition? mine) && Representation.Holds(type.Type, mine.Type))
            {
                bound.Add(type.Name, $"{Alias}.{name}");
            }
        }

        return bound;
    }
}

using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Resolving;

/// <summary>
/// An annotated class and the keys of the witx files it depends on: those that it, its base classes and its class of shared types name or
/// use.
/// </summary>
/// <param name="Class">The class.</param>
/// <param name="Build">The options of the build.</param>
/// <param name="Keys">The normalized paths of the files.</param>
internal sealed record ReachedFiles(AnnotatedClass Class, BuildOptions Build, EquatableArray<string> Keys)
{
    public static ReachedFiles Create(AnnotatedClass annotated, UseIndex index, HintNames names, BuildOptions build) =>
        new(
            NameFiles(annotated, names),
            build,
            [.. index.FindReachable(Roots(annotated).SelectMany(path => WitxFileLookup.FindAll(index, path, build.ProjectDirectory)))]);

    private static AnnotatedClass NameFiles(AnnotatedClass annotated, HintNames names)
    {
        ClassDeclaration declaration = annotated.Declaration;
        string name = names.GetUnique(declaration.FullName, declaration.HintName);
        return name == declaration.HintName ? annotated : annotated with { Declaration = declaration with { HintName = name } };
    }

    /// <summary>Gets the files from those of the project.</summary>
    public ClassInput Pick(WitxFileSet files)
    {
        ImmutableArray<WitxFile>.Builder picked = ImmutableArray.CreateBuilder<WitxFile>(Keys.Count);
        foreach (string key in Keys)
        {
            picked.Add(files.FindKey(key)!);
        }

        return new ClassInput(this, new(picked.MoveToImmutable()));
    }

    private static IEnumerable<string> Roots(AnnotatedClass annotated)
    {
        for (AnnotatedClass? each = annotated; each is not null; each = each.Base)
        {
            foreach (string path in each.Roots)
            {
                yield return path;
            }

            if (each.SharedTypes is { EmbeddedFiles.Count: 0 } shared)
            {
                yield return shared.Path;
            }
        }
    }
}

/// <summary>An annotated class and the witx files it depends on: everything that determines its generated code.</summary>
/// <param name="Reached">The class.</param>
/// <param name="Files">The files that the class depends on.</param>
internal sealed record ClassInput(ReachedFiles Reached, EquatableArray<WitxFile> Files);

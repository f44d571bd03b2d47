using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Resolving;

/// <summary>An annotated class and which witx files it reaches: those that it, its base class and its class of shared types name, and all that these use.</summary>
/// <param name="Class">The class.</param>
/// <param name="Build">What the build says about itself.</param>
/// <param name="Keys">The normal paths of the files.</param>
internal sealed record ReachedFiles(AnnotatedClass Class, BuildOptions Build, EquatableArray<string> Keys)
{
    public static ReachedFiles Create(AnnotatedClass target, UseIndex index, HintNames names, BuildOptions build) =>
        new(NameFiles(target, names), build, [.. index.FindReachable(Roots(target).SelectMany(path => WitxFileLookup.FindAll(index, path, build.ProjectDirectory)))]);

    private static AnnotatedClass NameFiles(AnnotatedClass annotated, HintNames names)
    {
        ClassDeclaration declaration = annotated.Declaration;
        string name = names.GetUnique(declaration.FullName, declaration.HintName);
        return name == declaration.HintName ? annotated : annotated with { Declaration = declaration with { HintName = name } };
    }

    /// <summary>Takes the files out of the project's.</summary>
    public ClassInput Pick(WitxFileSet files)
    {
        ImmutableArray<WitxFile>.Builder picked = ImmutableArray.CreateBuilder<WitxFile>(Keys.Count);
        foreach (string key in Keys)
        {
            picked.Add(files.FindKey(key)!);
        }

        return new ClassInput(this, new(picked.MoveToImmutable()));
    }

    private static IEnumerable<string> Roots(AnnotatedClass target)
    {
        for (AnnotatedClass? each = target; each is not null; each = each.Base)
        {
            foreach (string path in each.Roots)
            {
                yield return path;
            }

            if (each.SharedTypes is { EmbeddedFiles.Count: 0 } home)
            {
                yield return home.Path;
            }
        }
    }
}

/// <summary>All that decides what is written for an annotated class.</summary>
/// <param name="Reached">The class.</param>
/// <param name="Files">The files that it reaches.</param>
internal sealed record ClassInput(ReachedFiles Reached, EquatableArray<WitxFile> Files);

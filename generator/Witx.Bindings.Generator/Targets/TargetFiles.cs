using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>An annotated class and which witx files it reaches: those that it, its base class and its class of shared types name, and all that these use.</summary>
/// <param name="Target">The class.</param>
/// <param name="Build">What the build says about itself.</param>
/// <param name="Keys">The normal paths of the files.</param>
internal sealed record TargetFiles(WitxTarget Target, BuildOptions Build, EquatableArray<string> Keys)
{
    public static TargetFiles Create(WitxTarget target, UseIndex index, HintNames names, BuildOptions build) =>
        new(names.Name(target), build, [.. index.Reach(Roots(target).SelectMany(path => WitxFileLookup.FindAll(index, path, build.ProjectDirectory)))]);

    /// <summary>Takes the files out of the project's.</summary>
    public BindingInput Pick(WitxFileSet files)
    {
        ImmutableArray<WitxFile>.Builder picked = ImmutableArray.CreateBuilder<WitxFile>(Keys.Count);
        foreach (string key in Keys)
        {
            picked.Add(files.FindKey(key)!);
        }

        return new BindingInput(this, new(picked.MoveToImmutable()));
    }

    private static IEnumerable<string> Roots(WitxTarget target)
    {
        for (WitxTarget? each = target; each is not null; each = each.Base)
        {
            foreach (string path in each.Roots)
            {
                yield return path;
            }

            if (each.Home is { Carried.Count: 0 } home)
            {
                yield return home.Path;
            }
        }
    }
}

/// <summary>All that decides what is written for an annotated class.</summary>
/// <param name="Target">The class.</param>
/// <param name="Files">The files that it reaches.</param>
internal sealed record BindingInput(TargetFiles Target, EquatableArray<WitxFile> Files);

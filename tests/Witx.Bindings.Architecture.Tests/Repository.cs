using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using Witx.Bindings.Architecture.Tests.Rules;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>The repository's own sources, and its assemblies as the build copied them beside the tests.</summary>
internal static class Repository
{
    private static readonly ConcurrentDictionary<string, IReadOnlyCollection<TypeUse>> s_uses = new();

    public static string Root { get; } = FindRoot();

    /// <summary>Reads the uses in a compiled assembly of the repository, once for all tests.</summary>
    public static IReadOnlyCollection<TypeUse> ReadUses(string assembly) =>
        s_uses.GetOrAdd(assembly, static name => UseReader.Read(GetPath(name)));

    /// <summary>Reads the string literals in a compiled assembly of the repository.</summary>
    public static IReadOnlyCollection<TextLiteral> ReadLiterals(string assembly)
    {
        using FileStream stream = File.OpenRead(GetPath(assembly));
        return UseReader.ReadLiterals(stream);
    }

    /// <summary>Reads the folders of a project, such as <c>runtime/Witx.Bindings</c>.</summary>
    public static SourceFolders ReadFolders(string project) => SourceFolders.Read(Path.Combine(Root, project));

    private static string GetPath(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    private static string FindRoot([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}

using System;
using Witx.Bindings.Architecture.Tests.Rules;
using Xunit;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>The packages that each package must not know, and the folders of each.</summary>
public sealed class PackageTests
{
    private const string Roslyn = "Microsoft.CodeAnalysis";

    [Theory]
    [InlineData("Witx.Bindings.Language", Roslyn)]
    [InlineData("Witx.Bindings.Language", "Wasmtime")]
    [InlineData("Witx.Bindings.Language", "Witx.Bindings")]
    [InlineData("Witx.Bindings.Guests", Roslyn)]
    [InlineData("Witx.Bindings.Guests", "Wasmtime")]
    [InlineData("Witx.Bindings.Guests", "Witx.Bindings")]
    [InlineData("Witx.Bindings.Language", "Witx.Bindings.Guests")]
    [InlineData("Witx.Bindings.Generator", "Wasmtime")]
    [InlineData("Witx.Bindings.Generator", "Witx.Bindings.Wasi")]
    [InlineData("Witx.Bindings.Generator", "Witx.Bindings.Wasmtime")]
    [InlineData("Witx.Bindings", "Wasmtime")]
    [InlineData("Witx.Bindings", "Witx.Bindings.Wasmtime")]
    [InlineData("Witx.Bindings", "Witx.Bindings.Wasi")]
    [InlineData("Witx.Bindings", "Witx.Bindings.Language")]
    [InlineData("Witx.Bindings.Wasmtime", "Witx.Bindings.Wasi")]
    [InlineData("Witx.Bindings.Wasmtime", "Witx.Bindings.Language")]
    [InlineData("Witx.Bindings.Wasi", "Witx.Bindings.Language")]
    [InlineData("Witx.Bindings.Tool", Roslyn)]
    public void Package_DoesNotKnow(string package, string unknown) => ArchitectureAssert.Holds(
        new UseRule
        {
            IsForbidden = use => IsPartOf(use.Used.Assembly, unknown),
            Remedy = $"{package} must not know {unknown}. Move the code to a package that may know both.",
        },
        Repository.ReadUses(package));

    [Theory]
    [InlineData("generator/Witx.Bindings.CodeFixes")]
    [InlineData("generator/Witx.Bindings.Guests")]
    [InlineData("runtime/Witx.Bindings")]
    [InlineData("runtime/Witx.Bindings.Tool")]
    [InlineData("runtime/Witx.Bindings.Wasmtime")]
    public void Folders_FormNoCycle(string project)
    {
        SourceFolders folders = Repository.ReadFolders(project);
        ArchitectureAssert.Holds(new CycleRule(folders), Repository.ReadUses(folders.Assembly));
    }

    private static bool IsPartOf(string assembly, string unknown) =>
        assembly == unknown || (unknown == Roslyn && assembly.StartsWith(Roslyn + ".", StringComparison.Ordinal));
}
